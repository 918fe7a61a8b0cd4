package dev.unroot.cli.report;

/** Numbers with their nouns. */
final class Count {
  private Count() {}

  /** {@code 1 workload}, {@code 2 workloads}. */
  static String of(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
