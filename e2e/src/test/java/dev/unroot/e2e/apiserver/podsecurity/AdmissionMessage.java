package dev.unroot.e2e.apiserver.podsecurity;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the reasons in what Pod Security's admission says: checks with their details in brackets,
 * separated by commas. Details name things in quotes after a word that says what they are.
 */
final class AdmissionMessage {
  private static final Pattern BEGIN = Pattern.compile("violates? PodSecurity \"[^\"]+\": ");
  private static final Pattern CHECK =
      Pattern.compile("([^(]+?) \\(((?:\"[^\"]*\"|[^()\"])*)\\)(?:, |$)");
  private static final Pattern ANNOTATION =
      Pattern.compile("([\\w./-]+\\.io/[\\w.-]+)=\"([^\"]*)\"");
  private static final Pattern QUOTED = Pattern.compile("(\\w+) ((?:\"[^\"]*\"(?:, )?)+)");
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern LISTED =
      Pattern.compile("(?<=^|, |hostPorts? |annotations? )([^\\s,\"]+)(?=,|$)");
  private static final Pattern POD = Pattern.compile("(?:^|; )pod (?!or )");

  private AdmissionMessage() {}

  /** The reasons in {@code message}. */
  static Set<Reason> reasons(String message) {
    Matcher begin = BEGIN.matcher(message);
    if (!begin.find()) {
      throw new IllegalArgumentException("not of Pod Security: " + message);
    }
    Set<Reason> reasons = new TreeSet<>();
    Matcher check = CHECK.matcher(message);
    int end = begin.end();
    while (check.find(end) && check.start() == end) {
      reasons.add(new Reason(singular(check.group(1)), named(check.group(2))));
      end = check.end();
      if (end == message.length()) {
        return reasons;
      }
    }
    throw new IllegalArgumentException("cannot be read from " + end + " on: " + message);
  }

  private static String singular(String check) {
    return check.endsWith("profiles") ? check.substring(0, check.length() - 1) : check;
  }

  private static Set<String> named(String detail) {
    Set<String> named = new TreeSet<>();
    for (String clause : detail.split("; ")) {
      String text = ANNOTATION.matcher(clause).replaceAll("$1=$2");
      String prefix = clause.contains("drop=") ? "drop of " : "";
      if (POD.matcher(text).find()) {
        named.add("pod");
      }
      boolean unset = text.startsWith("pod or ");
      QUOTED
          .matcher(text)
          .results()
          .forEach(list -> quoted(list.group(1), list.group(2), prefix, unset, named));
      LISTED.matcher(text).results().forEach(m -> named.add(m.group(1).replace("=true", "")));
      Matcher field = Pattern.compile("^(user|role) ").matcher(text.replaceFirst(".*: ", ""));
      if (field.find()) {
        named.add(field.group(1));
      }
    }
    return named;
  }

  private static void quoted(
      String word, String list, String prefix, boolean unset, Set<String> named) {
    boolean container = word.startsWith("container");
    boolean volume = word.startsWith("volume");
    TEXT.matcher(list)
        .results()
        .map(text -> text.group(1))
        .forEach(
            text -> {
              if (container) {
                named.add(prefix + (unset ? "unset in " : "") + "container " + text);
              } else if (volume) {
                named.add("volume " + text);
              } else if (!unset) {
                named.add(text);
              }
            });
  }
}
