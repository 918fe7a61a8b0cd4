package dev.unroot.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.e2e.installation.Monitoring;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code deploy/monitoring} as far as it can be judged without Prometheus and an operator. */
class MonitoringTest {
  private static final Pattern LABEL =
      Pattern.compile("(?<label>state|condition|outcome|end)=~?[\"'](?<values>[^\"'$]+)[\"']");

  @Test
  void thePrometheusRuleHoldsTheRules() {
    Map<?, ?> wrapped =
        (Map<?, ?>) ((Map<?, ?>) Monitoring.tree("prometheus-rule.yaml")).get("spec");

    assertThat((Object) wrapped)
        .as("run deploy/monitoring/check --write")
        .isEqualTo(Monitoring.tree("rules.yaml"));
  }

  @Test
  void everyAlertLeadsToWhatIsToBeDone() {
    List<String> anchors = Page.read("docs/operations.md").anchors();

    assertThat(alerts())
        .isNotEmpty()
        .allSatisfy(
            alert -> {
              String runbook = (String) ((Map<?, ?>) alert.get("annotations")).get("runbook");
              assertThat(runbook).startsWith("docs/operations.md#");
              assertThat(anchors).contains(runbook.replaceFirst(".*#", ""));
            });
  }

  @Test
  void everyAlertIsTested() {
    Set<Object> tested = new HashSet<>();
    collect(Monitoring.tree("rules-test.yaml"), "alertname", tested);

    assertThat(alerts()).extracting(alert -> (Object) alert.get("alert")).hasSameElementsAs(tested);
  }

  @Test
  void everyWordThatIsAskedForIsOneOfTheApi() {
    Set<String> words =
        Stream.of(
                Arrays.stream(PlanCounts.class.getRecordComponents()).map(RecordComponent::getName),
                Arrays.stream(AttemptOutcome.values()).map(Enum::name),
                Arrays.stream(RolloutStep.values()).map(Enum::name),
                Stream.of("Ready", "Reconciling", "Stalled", "Migrated", "Limited"))
            .flatMap(all -> all)
            .collect(Collectors.toSet());
    List<String> asked =
        Monitoring.expressions().stream()
            .flatMap(expression -> LABEL.matcher(expression).results())
            .flatMap(match -> Arrays.stream(match.group(2).split("\\|")))
            .distinct()
            .toList();

    assertThat(asked).hasSizeGreaterThan(8);
    assertThat(words).containsAll(asked);
  }

  @Test
  void everyPanelAsksTheDataSourceThatIsChosen() {
    Set<Object> ids = new HashSet<>();
    List<?> panels = (List<?>) ((Map<?, ?>) Monitoring.tree("dashboard.json")).get("panels");

    assertThat(panels)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            panel -> {
              Map<?, ?> fields = (Map<?, ?>) panel;
              assertThat(ids.add(fields.get("id"))).as("%s", fields.get("id")).isTrue();
              assertThat((Object) fields.get("datasource"))
                  .isEqualTo(Map.of("type", "prometheus", "uid", "${datasource}"));
            });
  }

  private static List<Map<?, ?>> alerts() {
    List<?> groups = (List<?>) ((Map<?, ?>) Monitoring.tree("rules.yaml")).get("groups");
    return groups.stream()
        .flatMap(group -> ((List<?>) ((Map<?, ?>) group).get("rules")).stream())
        .<Map<?, ?>>map(rule -> (Map<?, ?>) rule)
        .toList();
  }

  private static void collect(Object tree, String key, Set<Object> found) {
    if (tree instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (name.equals(key)) {
              found.add(value);
            }
            collect(value, key, found);
          });
    } else if (tree instanceof List<?> list) {
      list.forEach(value -> collect(value, key, found));
    }
  }
}
