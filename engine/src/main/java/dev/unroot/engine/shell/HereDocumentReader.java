package dev.unroot.engine.shell;

/** Reads the texts of here-documents. */
final class HereDocumentReader {
  private HereDocumentReader() {}

  /** The text that begins here and ends with its delimiter on a line of its own. */
  static Word text(Source source, Source.PendingText pending) {
    int begin = source.line();
    StringBuilder raw = new StringBuilder();
    while (true) {
      String line = source.takeRawLine();
      if (!pending.quoted() && endsWithBackslash(line)) {
        throw source.broken("a continued line in a here-document");
      }
      String stripped = pending.stripsTabs() ? withoutTabs(line) : line;
      if (stripped.equals(pending.delimiter())) {
        break;
      }
      raw.append(stripped).append('\n');
    }
    if (raw.isEmpty()) {
      return Word.EMPTY;
    }
    String text = raw.toString();
    return pending.quoted()
        ? Word.quoted(text)
        : new WordReader(source.within(text, begin)).hereDocument();
  }

  /** Whether an odd number of backslashes ends it. */
  private static boolean endsWithBackslash(String line) {
    int count = 0;
    while (count < line.length() && line.charAt(line.length() - 1 - count) == '\\') {
      count++;
    }
    return count % 2 == 1;
  }

  private static String withoutTabs(String line) {
    int tabs = 0;
    while (tabs < line.length() && line.charAt(tabs) == '\t') {
      tabs++;
    }
    return line.substring(tabs);
  }
}
