package dev.unroot.cli.report;

/** One line of a difference, as it is shown. */
public final class DiffLine {
  private DiffLine() {}

  /** {@code line}, in colour where {@code screen} has colours: then nothing else reads it. */
  public static String of(String line, Screen screen) {
    return tint(line).paint(line, screen.colour());
  }

  private static Tint tint(String line) {
    if (line.startsWith("+++") || line.startsWith("---")) {
      return Tint.HEADING;
    }
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> Tint.GOOD;
      case '-' -> Tint.BAD;
      case '@' -> Tint.FAINT;
      default -> Tint.PLAIN;
    };
  }
}
