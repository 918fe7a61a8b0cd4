package dev.unroot.cli;

/**
 * What the launcher knows of the terminal; Java itself cannot tell standard output from standard
 * error.
 *
 * @param columns the terminal's width where standard output is one; empty where it is not
 * @param stderrIsTerminal whether standard error is a terminal
 * @param noColour whether colours are unwanted (https://no-color.org)
 */
record Terminal(String columns, boolean stderrIsTerminal, boolean noColour) {
  static final Terminal NONE = new Terminal("", false, true);

  static Terminal fromLauncher() {
    String noColour = System.getenv("NO_COLOR");
    return new Terminal(
        System.getProperty("unroot.columns", ""),
        Boolean.getBoolean("unroot.stderr.terminal"),
        noColour != null && !noColour.isEmpty());
  }
}
