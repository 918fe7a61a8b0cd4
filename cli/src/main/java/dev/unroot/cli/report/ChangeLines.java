package dev.unroot.cli.report;

import dev.unroot.cli.report.Table.Cell;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.proposal.Change;
import dev.unroot.engine.proposal.Confidence;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The changes of a proposal in few lines: what is set in one place for one reason stands together,
 * and so do containers that get the same.
 */
public final class ChangeLines {
  private static final FieldPath VOLUMES = FieldPath.of("spec.volumes");

  private static final String MOUNT = "emptyDir on ";

  private record Because(Source source, String text) {}

  private record Group(String place, Because because) {}

  private record Settings(String text, Because because) {}

  private ChangeLines() {}

  /**
   * One line of the summary.
   *
   * @param places the containers, or {@code pod}
   * @param settings the fields and their values
   * @param because why, by what source, how sure
   */
  public record Line(String places, String settings, String because) {}

  /** The lines for {@code proposal}. */
  public static List<Line> of(Proposal proposal) {
    return of(proposal.changes());
  }

  static List<Line> of(List<Change> changes) {
    Map<Group, List<String>> groups = new LinkedHashMap<>();
    for (Change change : changes) {
      if (!isVolume(change)) { // its mount says the same
        Group group = new Group(place(change), because(change));
        groups.computeIfAbsent(group, g -> new ArrayList<>()).add(setting(change));
      }
    }
    Map<Settings, List<String>> lines = new LinkedHashMap<>();
    groups.forEach(
        (group, settings) ->
            lines
                .computeIfAbsent(
                    new Settings(joined(settings), group.because()), s -> new ArrayList<>())
                .add(group.place()));
    return lines.entrySet().stream()
        .map(
            entry ->
                new Line(
                    String.join(", ", entry.getValue()),
                    entry.getKey().text(),
                    entry.getKey().because().text()))
        .toList();
  }

  static void addTo(Table table, Proposal proposal) {
    String above = "";
    for (Line line : of(proposal)) {
      String places = line.places().equals(above) ? "" : line.places();
      above = line.places();
      table.row(new Cell(places, Tint.PLAIN), new Cell(line.settings(), Tint.PLAIN));
      table.row(new Cell("", Tint.PLAIN), new Cell("  " + line.because(), Tint.FAINT));
    }
  }

  private static boolean isVolume(Change change) {
    return change.path().steps().size() > VOLUMES.steps().size()
        && change.path().steps().subList(0, VOLUMES.steps().size()).equals(VOLUMES.steps());
  }

  private static String place(Change change) {
    return change.path().steps().stream()
        .filter(FieldPath.Step.Element.class::isInstance)
        .map(step -> ((FieldPath.Step.Element) step).value())
        .findFirst()
        .orElse("pod");
  }

  private static Because because(Change change) {
    boolean plain = change.source() == Source.POLICY || change.source() == Source.SPEC;
    boolean sure = change.confidence() == Confidence.HIGH;
    String source = plain ? "" : change.source() + ", ";
    String confidence = plain && sure ? "" : " (" + source + change.confidence() + " confidence)";
    return new Because(change.source(), change.why() + confidence);
  }

  private static String setting(Change change) {
    List<FieldPath.Step> steps = change.path().steps();
    FieldPath.Step last = steps.get(steps.size() - 1);
    if (last instanceof FieldPath.Step.Element element) {
      return element(change, element);
    }
    String field = field(change.path());
    if (field.equals("sysctls")) {
      return "sysctl " + sysctls(change);
    }
    String before = change.before().map(value -> " (was " + value(value) + ")").orElse("");
    return change.after().map(value -> field + "=" + value(value)).orElse("no " + field) + before;
  }

  /** A whole element of a list that comes or goes. */
  private static String element(Change change, FieldPath.Step.Element element) {
    String path = change.path().toString();
    if (path.contains("].env[")) {
      return "env " + change.after().map(ChangeLines::variable).orElse("");
    }
    if (path.contains("].volumeMounts[")) {
      return MOUNT + element.value();
    }
    String kind = path.startsWith("spec.initContainers[") ? "init container" : "container";
    return change
        .after()
        .map(container -> "new " + kind + identity(container))
        .orElse(kind + " left out");
  }

  /** Whom a container that is added runs as, and what it may do, where it says that. */
  private static String identity(Object container) {
    Fields context =
        Fields.of(Map.of("added", container)).object("added").object("securityContext");
    String user =
        context.integer("runAsUser").map(uid -> uid == 0 ? ", root" : ", user " + uid).orElse("");
    List<String> added = context.object("capabilities").texts("add");
    return user + (added.isEmpty() ? "" : " with " + String.join(", ", added));
  }

  private static String variable(Object value) {
    return value instanceof Map<?, ?> map ? map.get("name") + "=" + map.get("value") : "";
  }

  /** The field within its securityContext, or within its container or pod where it has none. */
  private static String field(FieldPath path) {
    String text = path.toString();
    int context = text.lastIndexOf("securityContext.");
    if (context >= 0) {
      return text.substring(context + "securityContext.".length());
    }
    int element = text.lastIndexOf("].");
    return element >= 0 ? text.substring(element + 2) : text;
  }

  private static String sysctls(Change change) {
    List<?> before =
        change.before().filter(List.class::isInstance).map(List.class::cast).orElse(List.of());
    return ((List<?>) change.after().orElse(List.of()))
        .stream()
            .filter(sysctl -> !before.contains(sysctl))
            .map(Map.class::cast)
            .map(sysctl -> sysctl.get("name") + "=" + sysctl.get("value"))
            .collect(Collectors.joining(", "));
  }

  private static String value(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.size() == 1 && map.containsKey("type")
          ? String.valueOf(map.get("type"))
          : map.toString();
    }
    return String.valueOf(value);
  }

  /** Mounts of several directories are told as one. */
  private static String joined(List<String> settings) {
    List<String> mounts =
        settings.stream()
            .filter(s -> s.startsWith(MOUNT))
            .map(s -> s.substring(MOUNT.length()))
            .toList();
    List<String> others =
        new ArrayList<>(settings.stream().filter(s -> !s.startsWith(MOUNT)).toList());
    if (!mounts.isEmpty()) {
      others.add(MOUNT + String.join(" and ", mounts));
    }
    return String.join(", ", others);
  }
}
