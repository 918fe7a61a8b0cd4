package dev.unroot.cli.manifest;

import dev.unroot.api.v1alpha1.AllowedPeer;
import dev.unroot.api.v1alpha1.AllowedProtocol;
import dev.unroot.api.v1alpha1.ApplySpec;
import dev.unroot.api.v1alpha1.Approval;
import dev.unroot.api.v1alpha1.CronJobRun;
import dev.unroot.api.v1alpha1.Downtime;
import dev.unroot.api.v1alpha1.Exclusion;
import dev.unroot.api.v1alpha1.Guardrail;
import dev.unroot.api.v1alpha1.HardeningWish;
import dev.unroot.api.v1alpha1.LabelSelectorRequirement;
import dev.unroot.api.v1alpha1.MigrationPlanSpec;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.OnDelete;
import dev.unroot.api.v1alpha1.RolloutWindow;
import dev.unroot.api.v1alpha1.ScaledToZero;
import dev.unroot.api.v1alpha1.SelectorOperator;
import dev.unroot.api.v1alpha1.TargetLevel;
import dev.unroot.api.v1alpha1.TargetSpec;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.api.v1alpha1.TrialStorage;
import dev.unroot.api.v1alpha1.Unproved;
import dev.unroot.api.v1alpha1.VolumeOwnershipWish;
import dev.unroot.api.v1alpha1.Weekday;
import dev.unroot.api.v1alpha1.WorkloadKindName;
import dev.unroot.api.v1alpha1.WorkloadSelector;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a MigrationPlan by the rules of its CustomResourceDefinition, so that a plan which passes
 * here passes in the cluster. Reports all mistakes at once, each with its line and the remedy.
 */
public final class PlanReader {
  static final String API_VERSION = "unroot.dev/v1alpha1";
  private static final String GROUP = "unroot.dev/";

  // The limits are those of the annotations on the records of the API.
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_KEY = 317;
  private static final int MOST_KINDS = 8;
  private static final int MOST_EXCLUSIONS = 256;
  private static final int MOST_LABELS = 32;
  private static final int MOST_EXPRESSIONS = 16;
  private static final int MOST_VALUES = 32;
  private static final int HIGHEST_ID = 65535;
  private static final int MOST_ATTEMPTS = 20;
  private static final int MOST_AT_ONCE = 50;
  private static final Pattern VERSION = Pattern.compile("latest|v1\\.(0|[1-9][0-9]{0,2})");
  private static final int MOST_PEERS = 16;
  private static final int HIGHEST_PORT = 65_535;
  private static final Pattern CIDR = Pattern.compile("[0-9a-fA-F.:]{2,45}/[0-9]{1,3}");
  private static final Pattern DURATION = Pattern.compile("[1-9][0-9]{0,3}[sm]");

  private static final int MOST_FAILURES = 1_000;
  private static final Pattern SOAK = Pattern.compile("[1-9][0-9]{0,3}[smh]");

  private static final Pattern BUDGET = Pattern.compile("[1-9][0-9]{0,4}[smh]");

  private static final int MOST_WINDOWS = 14;
  private static final int MOST_DAYS = 7;
  private static final int LONGEST_ZONE = 64;
  private static final Pattern START = Pattern.compile(RolloutWindow.START);
  private static final Pattern END = Pattern.compile(RolloutWindow.END);

  private PlanReader() {}

  static boolean isPlan(Manifest manifest) {
    return manifest.kind().equals("MigrationPlan") && manifest.apiVersion().startsWith(GROUP);
  }

  /** The plan; nothing where {@code problems} had to be added to. */
  static Optional<PlanManifest> read(Manifest manifest, List<Problem> problems) {
    int before = problems.size();
    CheckedFields plan = CheckedFields.of(manifest, problems);
    plan.allow("apiVersion", "kind", "metadata", "spec", "status");
    plan.text("apiVersion", Pattern.compile(Pattern.quote(API_VERSION)), API_VERSION);
    plan.require("spec", "an empty one, spec: {}, proposes for every workload");
    CheckedFields metadata = plan.object("metadata");
    metadata.require("name", "give the plan a name");
    String name = metadata.text("name").orElse("");
    String namespace = metadata.text("namespace").orElse("");
    Names.check(manifest, name, namespace, problems);
    MigrationPlanSpec spec = spec(plan.object("spec"));
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new PlanManifest(manifest.toString(), namespace, name, spec));
  }

  private static MigrationPlanSpec spec(CheckedFields spec) {
    spec.allow(
        "mode",
        "selector",
        "kinds",
        "exclude",
        "target",
        "trial",
        "apply",
        "exceptions",
        "guardrail");
    Mode mode = spec.choice("mode", Mode.class).orElse(Mode.Propose);
    List<WorkloadKindName> kinds = spec.choices("kinds", MOST_KINDS, WorkloadKindName.class);
    spec.requireElements("kinds", "must name at least one kind; leave it out for all of them");
    return new MigrationPlanSpec(
        mode,
        selector(spec.object("selector")),
        kinds,
        exclusions(spec.objects("exclude", MOST_EXCLUSIONS)),
        target(spec.object("target")),
        trial(spec.object("trial")),
        apply(spec.object("apply")),
        ExceptionReader.read(spec),
        spec.choice("guardrail", Guardrail.class).orElse(Guardrail.Propose));
  }

  private static ApplySpec apply(CheckedFields apply) {
    apply.allow(
        "approval",
        "maxConcurrent",
        "soak",
        "deadline",
        "failureThreshold",
        "downtime",
        "windows",
        "onDelete",
        "unproved",
        "cronJobRun");
    ApplySpec defaults = ApplySpec.defaults();
    return new ApplySpec(
        apply.choice("approval", Approval.class).orElse(defaults.approval()),
        apply
            .integer("maxConcurrent", 1, MOST_AT_ONCE)
            .map(Long::intValue)
            .orElse(defaults.maxConcurrent()),
        apply
            .text("soak", SOAK, "whole seconds, minutes or hours, such as 30s or 5m")
            .orElse(defaults.soak()),
        apply
            .text("deadline", BUDGET, "whole seconds, minutes or hours, such as 10m or 1h")
            .orElse(defaults.deadline()),
        apply
            .integer("failureThreshold", 1, MOST_FAILURES)
            .map(Long::intValue)
            .orElse(defaults.failureThreshold()),
        apply.choice("downtime", Downtime.class).orElse(defaults.downtime()),
        windows(apply.objects("windows", MOST_WINDOWS)),
        apply.choice("onDelete", OnDelete.class).orElse(defaults.onDelete()),
        apply.choice("unproved", Unproved.class).orElse(defaults.unproved()),
        apply.choice("cronJobRun", CronJobRun.class).orElse(defaults.cronJobRun()));
  }

  private static List<RolloutWindow> windows(List<CheckedFields> list) {
    List<RolloutWindow> windows = new ArrayList<>();
    for (CheckedFields fields : list) {
      fields.allow("days", "from", "to", "timeZone");
      fields.requireElements("days", "must name at least one day; leave it out for every day");
      RolloutWindow window =
          new RolloutWindow(
              fields.choices("days", MOST_DAYS, Weekday.class),
              fields.text("from", START, "a time of the day such as 22:00").orElse("00:00"),
              fields.text("to", END, "a time of the day such as 04:00, or 24:00").orElse("24:00"),
              fields.text("timeZone", LONGEST_ZONE).orElse("UTC"));
      if (window.from().equals(window.to())) {
        fields.report("from and to must differ; leave both out for the whole day");
      }
      if (!ZoneId.getAvailableZoneIds().contains(window.timeZone())) {
        fields.report("timeZone must be of the IANA database, such as UTC or Europe/Berlin");
      }
      windows.add(window);
    }
    return windows;
  }

  private static List<Exclusion> exclusions(List<CheckedFields> list) {
    List<Exclusion> exclusions = new ArrayList<>();
    for (CheckedFields fields : list) {
      fields.allow("kind", "name");
      fields.require("name", "name the workload to leave alone");
      exclusions.add(
          new Exclusion(
              fields.choice("kind", WorkloadKindName.class).orElse(null),
              fields.text("name", LONGEST_NAME).orElse("")));
    }
    return exclusions;
  }

  private static TargetSpec target(CheckedFields target) {
    target.allow(
        "level",
        "version",
        "fallbackUser",
        "readOnlyRootFilesystem",
        "userNamespace",
        "volumeOwnership");
    return new TargetSpec(
        target.choice("level", TargetLevel.class).orElse(TargetLevel.Restricted),
        target.text("version", VERSION, "latest or a version such as v1.34").orElse("latest"),
        target.integer("fallbackUser", 1, HIGHEST_ID).orElse(TargetSpec.DEFAULT_FALLBACK_USER),
        target.choice("readOnlyRootFilesystem", HardeningWish.class).orElse(HardeningWish.Refused),
        target.choice("userNamespace", HardeningWish.class).orElse(HardeningWish.Preferred),
        target
            .choice("volumeOwnership", VolumeOwnershipWish.class)
            .orElse(VolumeOwnershipWish.Auto));
  }

  private static List<AllowedPeer> peers(List<CheckedFields> list) {
    List<AllowedPeer> peers = new ArrayList<>();
    for (CheckedFields fields : list) {
      fields.allow("cidr", "port", "protocol");
      fields.require("cidr", "name the addresses, such as 10.1.2.3/32");
      peers.add(
          new AllowedPeer(
              fields.text("cidr", CIDR, "addresses such as 10.1.2.3/32").orElse(""),
              fields.integer("port", 1, HIGHEST_PORT).map(Long::intValue).orElse(null),
              fields.choice("protocol", AllowedProtocol.class).orElse(null)));
    }
    return peers;
  }

  private static TrialSpec trial(CheckedFields trial) {
    trial.allow(
        "network",
        "allow",
        "soak",
        "deadline",
        "maxAttempts",
        "maxConcurrent",
        "budget",
        "scaledToZero",
        "storage");
    TrialSpec defaults = TrialSpec.defaults();
    String expected = "seconds or minutes such as 10s or 2m";
    return new TrialSpec(
        trial.choice("network", TrialNetwork.class).orElse(defaults.network()),
        peers(trial.objects("allow", MOST_PEERS)),
        trial.text("soak", DURATION, expected).orElse(defaults.soak()),
        trial.text("deadline", DURATION, expected).orElse(defaults.deadline()),
        trial
            .integer("maxAttempts", 1, MOST_ATTEMPTS)
            .map(Long::intValue)
            .orElse(defaults.maxAttempts()),
        trial
            .integer("maxConcurrent", 1, MOST_AT_ONCE)
            .map(Long::intValue)
            .orElse(defaults.maxConcurrent()),
        trial
            .text("budget", BUDGET, "seconds, minutes or hours such as 30m or 2h")
            .orElse(defaults.budget()),
        trial.choice("scaledToZero", ScaledToZero.class).orElse(defaults.scaledToZero()),
        trial.choice("storage", TrialStorage.class).orElse(defaults.storage()));
  }

  private static WorkloadSelector selector(CheckedFields selector) {
    selector.allow("matchLabels", "matchExpressions");
    Map<String, String> labels = selector.textMap("matchLabels", MOST_LABELS);
    List<LabelSelectorRequirement> expressions =
        selector.objects("matchExpressions", MOST_EXPRESSIONS).stream()
            .flatMap(fields -> requirement(fields).stream())
            .toList();
    if (expressions.stream().anyMatch(e -> contradicts(e, labels))) {
      selector.report(
          "matchExpressions contradicts matchLabels, so that no workload can be selected: remove"
              + " one of them");
    }
    if (expressions.stream().anyMatch(e -> isContradicted(e, expressions))) {
      selector.report(
          "matchExpressions asks for a label both to exist and not to exist, so that no workload"
              + " can be selected: remove one of them");
    }
    return new WorkloadSelector(labels, expressions);
  }

  private static Optional<LabelSelectorRequirement> requirement(CheckedFields fields) {
    fields.allow("key", "operator", "values");
    fields.require("key", "name the label");
    fields.require("operator", "In, NotIn, Exists or DoesNotExist");
    String key = fields.text("key", LONGEST_KEY).orElse("");
    List<String> values = fields.texts("values", MOST_VALUES);
    Optional<SelectorOperator> operator = fields.choice("operator", SelectorOperator.class);
    if (operator.isEmpty()) {
      return Optional.empty();
    }
    boolean compares =
        operator.get() == SelectorOperator.In || operator.get() == SelectorOperator.NotIn;
    if (compares == values.isEmpty()) {
      fields.report("In and NotIn need values; Exists and DoesNotExist take none");
    }
    return Optional.of(new LabelSelectorRequirement(key, operator.get(), values));
  }

  private static boolean contradicts(LabelSelectorRequirement one, Map<String, String> labels) {
    String value = labels.get(one.key());
    return value != null
        && switch (one.operator()) {
          case In -> !one.values().contains(value);
          case NotIn -> one.values().contains(value);
          case DoesNotExist -> true;
          case Exists -> false;
        };
  }

  private static boolean isContradicted(
      LabelSelectorRequirement one, List<LabelSelectorRequirement> all) {
    return one.operator() == SelectorOperator.DoesNotExist
        && all.stream()
            .filter(other -> other.key().equals(one.key()))
            .anyMatch(
                other ->
                    other.operator() == SelectorOperator.Exists
                        || other.operator() == SelectorOperator.In);
  }
}
