package dev.unroot.e2e.installation;

import dev.unroot.e2e.cluster.Repository;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What {@code deploy/monitoring} asks Prometheus. */
public final class Monitoring {
  /** A word that is no function, keyword or label: those are followed or enclosed by brackets. */
  private static final Pattern WORD =
      Pattern.compile("(?<![\\w$])(?<word>[a-zA-Z_][a-zA-Z0-9_]*)(?!\\w|\\s*\\()");

  private static final Pattern BY_PATTERN = Pattern.compile("__name__=~[\"'](?<pattern>[^\"']+)");

  private static final Pattern NOT_NAMES =
      Pattern.compile(
          "\\{[^}]*}|\\[[^]]*]|\\b(?:by|on|ignoring|without|group_left|group_right)\\s*\\([^)]*\\)");

  private static final Set<String> OPERATORS =
      Set.of("and", "or", "unless", "bool", "offset", "sum", "max", "min", "count", "avg");

  private Monitoring() {}

  /** A name of series, or a pattern of such names. */
  public record Name(String text, boolean isPattern) {
    /** Whether it speaks of {@code series}. */
    public boolean matches(String series) {
      return isPattern ? series.matches(text) : series.equals(text);
    }
  }

  /** Every expression of the alerts and the dashboard. */
  public static Set<String> expressions() {
    Set<String> found = new LinkedHashSet<>();
    for (String file : List.of("rules.yaml", "prometheus-rule.yaml", "dashboard.json")) {
      collect(tree(file), found);
    }
    return found;
  }

  /** A file of {@code deploy/monitoring} as maps and lists. */
  public static Object tree(String file) {
    try {
      return Serialization.unmarshal(
          Files.readString(Repository.path("deploy/monitoring/" + file)), Object.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of series that {@code expression} asks for. */
  public static List<Name> names(String expression) {
    List<Name> names =
        new ArrayList<>(
            BY_PATTERN
                .matcher(expression)
                .results()
                .map(match -> new Name(match.group(1), true))
                .toList());
    WORD.matcher(NOT_NAMES.matcher(expression).replaceAll(" "))
        .results()
        .map(MatchResult::group)
        .filter(word -> !OPERATORS.contains(word))
        .map(word -> new Name(word, false))
        .forEach(names::add);
    return names;
  }

  private static void collect(Object tree, Set<String> found) {
    if (tree instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (value instanceof String text && key.equals("expr")) {
              found.add(text);
            } else {
              collect(value, found);
            }
          });
    } else if (tree instanceof List<?> list) {
      list.forEach(value -> collect(value, found));
    }
  }
}
