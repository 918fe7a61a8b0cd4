package dev.unroot.engine.document;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plain YAML scalar means to Kubernetes, whose tools read YAML 1.1: {@code yes} and {@code
 * on} are booleans and {@code 0400} is octal. SnakeYAML Engine reads YAML 1.2, where they are not.
 */
final class Scalars {
  private static final Set<String> TRUE =
      Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9_]{0,18})");
  private static final Pattern OCTAL = Pattern.compile("[-+]?0o?[0-7_]{1,21}");
  private static final Pattern HEX = Pattern.compile("[-+]?0x[0-9a-fA-F_]{1,15}");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

  private Scalars() {}

  static @Nullable Object resolve(String text) {
    if (NULL.contains(text)) {
      return null;
    }
    if (TRUE.contains(text)) {
      return true;
    }
    if (FALSE.contains(text)) {
      return false;
    }
    char first = text.charAt(0);
    if ((first < '0' || first > '9') && first != '-' && first != '+' && first != '.') {
      return text;
    }
    return number(text);
  }

  private static Object number(String text) {
    String digits = text.replace("_", "");
    try {
      if (DECIMAL.matcher(text).matches()) {
        return Long.parseLong(digits);
      }
      if (HEX.matcher(text).matches()) {
        return Long.parseLong(digits.replaceFirst("0x", ""), 16);
      }
      if (OCTAL.matcher(text).matches()) {
        return Long.parseLong(digits.replace("o", ""), 8);
      }
    } catch (NumberFormatException tooLarge) {
      return text;
    }
    return FLOAT.matcher(text).matches() ? (Object) Double.parseDouble(text) : text;
  }
}
