package dev.unroot.cli.report;

/** What a piece of text means, and the colour it has where there are colours. */
enum Tint {
  PLAIN(""),
  HEADING("1"),
  BAD("31"),
  GOOD("32"),
  OPEN("33"),
  FAINT("2");

  private final String code;

  Tint(String code) {
    this.code = code;
  }

  String paint(String text, boolean colour) {
    return colour && !code.isEmpty() && !text.isBlank()
        ? "\u001b[" + code + "m" + text + "\u001b[0m"
        : text;
  }
}
