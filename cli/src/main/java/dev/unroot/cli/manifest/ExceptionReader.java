package dev.unroot.cli.manifest;

import dev.unroot.api.v1alpha1.AgreedException;
import dev.unroot.api.v1alpha1.ControlName;
import dev.unroot.api.v1alpha1.WorkloadKindName;
import java.util.List;
import java.util.Optional;

/** Reads {@code spec.exceptions} of a plan, by the rules of its CustomResourceDefinition. */
final class ExceptionReader {
  private static final int MOST = 100;
  private static final int MOST_CONTROLS = 19;
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_CONTAINER = 63;
  private static final int LONGEST_REASON = 500;

  private ExceptionReader() {}

  static List<AgreedException> read(CheckedFields spec) {
    return spec.objects("exceptions", MOST).stream().map(ExceptionReader::exception).toList();
  }

  private static AgreedException exception(CheckedFields fields) {
    fields.allow("kind", "name", "container", "controls", "reason", "who", "expires");
    fields.require("name", "name the workload");
    fields.require("controls", "name at least one control, such as runAsNonRoot");
    fields.requireElements("controls", "must name at least one control, such as runAsNonRoot");
    fields.require("reason", "say why the workload may stay so");
    fields.require("who", "say who agreed to it");
    fields.require("expires", "give the last day on which it holds, such as 2027-03-31");
    return new AgreedException(
        fields.choice("kind", WorkloadKindName.class).map(Enum::name).orElse(null),
        fields.text("name", LONGEST_NAME).orElse(""),
        fields.text("container", LONGEST_CONTAINER).orElse(null),
        fields.choices("controls", MOST_CONTROLS, ControlName.class),
        fields.text("reason", LONGEST_REASON).orElse(""),
        fields.text("who", LONGEST_NAME).orElse(""),
        expires(fields).orElse(""));
  }

  /** YAML's own dates are texts here, so that no quotes are needed. */
  private static Optional<String> expires(CheckedFields fields) {
    return fields.text(
        "expires",
        text -> AgreedException.parse(text).isPresent(),
        "a date such as 2027-03-31: the last day on which the exception holds, by UTC");
  }
}
