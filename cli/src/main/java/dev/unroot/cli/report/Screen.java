package dev.unroot.cli.report;

/**
 * Where the report is shown.
 *
 * @param width in characters
 * @param colour whether colours are wanted
 */
public record Screen(int width, boolean colour) {
  private static final int DEFAULT_WIDTH = 120;
  private static final int NARROWEST = 72;

  /** What {@code columns} says of the terminal: its width, or nothing where there is none. */
  public static Screen of(String columns, boolean noColour) {
    if (!columns.matches("[0-9]{1,4}")) {
      return new Screen(DEFAULT_WIDTH, false);
    }
    int width = Integer.parseInt(columns);
    return new Screen(
        width == 0 ? DEFAULT_WIDTH : Math.max(NARROWEST, Math.min(width, DEFAULT_WIDTH)),
        !noColour);
  }
}
