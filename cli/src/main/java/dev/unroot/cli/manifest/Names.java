package dev.unroot.cli.manifest;

import dev.unroot.engine.document.FieldPath;
import java.util.List;
import java.util.regex.Pattern;

/** The names that Kubernetes gives objects. An empty one is none, and is not looked at here. */
final class Names {
  /** A DNS subdomain, as Kubernetes asks of names (RFC 1123). */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  /** A DNS label, as Kubernetes asks of namespaces; it becomes the name of a folder. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final String EXPECTED_NAME =
      "lower case letters, digits, '-' and '.', beginning and ending with a letter or digit";
  private static final String EXPECTED_LABEL =
      "a DNS label: at most 63 lower case letters, digits and '-', beginning and ending with a"
          + " letter or digit";

  private Names() {}

  /** Reports a name and a namespace that Kubernetes would refuse. */
  static void check(Manifest manifest, String name, String namespace, List<Problem> problems) {
    check(manifest, "name", name, NAME, EXPECTED_NAME, problems);
    check(manifest, "namespace", namespace, LABEL, EXPECTED_LABEL, problems);
  }

  private static void check(
      Manifest manifest,
      String field,
      String value,
      Pattern pattern,
      String expected,
      List<Problem> problems) {
    if (!value.isEmpty() && !pattern.matcher(value).matches()) {
      FieldPath path = FieldPath.of("metadata").field(field);
      problems.add(manifest.problem(path, path + ": must be " + expected));
    }
  }
}
