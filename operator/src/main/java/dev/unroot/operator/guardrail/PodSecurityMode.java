package dev.unroot.operator.guardrail;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What Pod Security admission does with a pod that violates a level; each has two labels. */
enum PodSecurityMode {
  WARN,
  AUDIT,
  ENFORCE;

  private static final String PREFIX = "pod-security.kubernetes.io/";

  /** The label with the level. */
  String level() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /** The label with the version of the policy. */
  String version() {
    return level() + "-version";
  }

  List<String> labels() {
    return List.of(level(), version());
  }

  /** The labels of all modes. */
  static List<String> all() {
    return Stream.of(values()).flatMap(mode -> mode.labels().stream()).toList();
  }
}
