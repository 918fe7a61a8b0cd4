package dev.unroot.engine.document;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plain YAML scalar means to Kubernetes, whose tools read YAML 1.1: {@code yes} and {@code
 * on} are booleans and {@code 0400} is octal. SnakeYAML Engine reads YAML 1.2, where they are not.
 */
public final class Scalars {
  private static final Set<String> TRUE =
      Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y");
  private static final Set<String> FALSE =
      Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final int LONGEST_WORD = 5; // of these three sets
  private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9_]{0,18})");
  private static final Pattern OCTAL = Pattern.compile("[-+]?0o?[0-7_]{1,21}");
  private static final Pattern HEX = Pattern.compile("[-+]?0x[0-9a-fA-F_]{1,15}");
  private static final Pattern BINARY = Pattern.compile("[-+]?0b[01_]{1,63}");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

  /** Dates, times and numbers in any notation that some reader of YAML 1.1 knows. */
  private static final Pattern NUMBER_LIKE =
      Pattern.compile(
          "[-+.]?[0-9][-+0-9a-fA-FxXoOtTzZ_:., ]*|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private static final double LARGEST_WHOLE = 1L << 53;

  private Scalars() {}

  /** Whether every reader takes {@code text} for a text when it stands there without quotes. */
  public static boolean isPlainText(String text) {
    return resolve(text) instanceof String
        && !NUMBER_LIKE.matcher(text).matches()
        && !text.equals("=")
        && !text.equals("<<");
  }

  static @Nullable Object resolve(String text) {
    return text.length() <= LONGEST_WORD ? word(text) : textOrNumber(text);
  }

  private static @Nullable Object word(String text) {
    if (NULL.contains(text)) {
      return null;
    }
    if (TRUE.contains(text)) {
      return true;
    }
    if (FALSE.contains(text)) {
      return false;
    }
    return textOrNumber(text);
  }

  private static Object textOrNumber(String text) {
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
      if (BINARY.matcher(text).matches()) {
        return Long.parseLong(digits.replaceFirst("0b", ""), 2);
      }
      if (OCTAL.matcher(text).matches()) {
        return Long.parseLong(digits.replace("o", ""), 8);
      }
    } catch (NumberFormatException tooLarge) {
      return text;
    }
    return FLOAT.matcher(text).matches() ? fraction(Double.parseDouble(text)) : text;
  }

  /** A number written as a fraction: {@code 1e3} is whole all the same once it is JSON. */
  private static Object fraction(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE;
    return whole ? (Object) (long) value : (Object) value;
  }
}
