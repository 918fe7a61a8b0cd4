package dev.unroot.engine.shell;

import java.util.ArrayList;
import java.util.List;

/** A script's text and how far it has been read. */
final class Source {
  /** What {@link #peek()} tells at the end; no text that is read holds it. */
  static final char END = 0;

  private static final int SINGLE_DIGIT = 1;

  private final String text;
  private final Dialect dialect;
  private final int depth;
  private int at;
  private int line;
  private int nested;

  /** Here-documents whose text begins with the next line. */
  private List<PendingText> pending = new ArrayList<>();

  /** Whether a here-document of a command around this one still waits for the line's end. */
  private boolean lineIsTaken;

  private Source(String text, Dialect dialect, int line, int depth) {
    this.text = text;
    this.dialect = dialect;
    this.line = line;
    this.depth = depth;
  }

  /** A here-document that was asked for. */
  record PendingText(String delimiter, boolean stripsTabs, boolean quoted, HereText text) {}

  /** All of a script. */
  static Source of(String text, Dialect dialect) {
    if (text.length() > Reading.MAXIMUM_LENGTH) {
      throw new NotUnderstoodException(1, "it is longer than what is read");
    }
    Source source = new Source(text, dialect, 1, 0);
    for (int i = 0; i < text.length(); i++) {
      source.check(text.charAt(i));
    }
    source.line = 1;
    return source;
  }

  private void check(char c) {
    switch (c) {
      case '\n' -> line++;
      case '\r' -> throw broken("a carriage return, as in a file from Windows");
      case '\t' -> {}
      default -> {
        if (Character.isISOControl(c)) {
          throw broken("a control character");
        }
      }
    }
  }

  /** Text that stands in this one, from {@code start}, one level deeper. */
  Source within(String inner, int start) {
    int level = depth + nested + 1;
    if (level > Reading.MAXIMUM_DEPTH) {
      throw broken("it is nested too deeply");
    }
    return new Source(inner, dialect, start, level);
  }

  Dialect dialect() {
    return dialect;
  }

  int line() {
    return line;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : END;
  }

  boolean startsWith(String prefix) {
    return text.startsWith(prefix, at);
  }

  /** Takes one character that is no line feed. */
  char take() {
    return text.charAt(at++);
  }

  void skip(int count) {
    at += count;
  }

  /** Takes {@code expected} or gives up. */
  void expect(String expected) {
    if (!startsWith(expected)) {
      throw unexpected();
    }
    skip(expected.length());
  }

  /** Takes a line feed inside quotes. */
  void takeQuotedLine() {
    if (lineIsTaken || !pending.isEmpty()) {
      throw broken("quotes that run over a line on which a here-document begins");
    }
    at++;
    line++;
  }

  /** Takes a line feed, and the texts that stand below it. */
  void takeLine() {
    if (lineIsTaken) {
      throw broken("a substitution that runs over a line on which a here-document begins");
    }
    at++;
    line++;
    List<PendingText> due = pending;
    pending = new ArrayList<>();
    for (PendingText text : due) {
      text.text().found(HereDocumentReader.text(this, text));
    }
  }

  /** Sees, where the text ends, that no here-document waits for a further line. */
  void endOfText() {
    if (!pending.isEmpty()) {
      throw broken("a here-document without an end");
    }
  }

  void await(PendingText text) {
    pending.add(text);
  }

  /** The rest of the line without its line feed, which is taken as well; gives up at the end. */
  String takeRawLine() {
    int end = text.indexOf('\n', at);
    if (end < 0) {
      throw broken("a here-document without an end");
    }
    String raw = text.substring(at, end);
    at = end + 1;
    line++;
    return raw;
  }

  /** Skips blanks, continued lines and a comment. */
  void skipBlanks() {
    while (true) {
      char c = peek();
      if (c == ' ' || c == '\t') {
        at++;
      } else if (c == '\\' && peek(1) == '\n') {
        takeContinuation();
      } else if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else {
        return;
      }
    }
  }

  /** Takes a backslash and the line feed after it. */
  void takeContinuation() {
    at++;
    takeQuotedLine();
  }

  /** Skips blanks, comments and line ends. */
  void skipLines() {
    skipBlanks();
    while (peek() == '\n') {
      takeLine();
      skipBlanks();
    }
  }

  /** One level deeper. */
  void enter() {
    nested++;
    if (depth + nested > Reading.MAXIMUM_DEPTH) {
      throw broken("it is nested too deeply");
    }
  }

  /** Back again. */
  void leave() {
    nested--;
  }

  /** Reads {@code $(..)}, whose here-documents must end within it. */
  Script substitution() {
    enter();
    List<PendingText> outer = pending;
    boolean outerTaken = lineIsTaken;
    pending = new ArrayList<>();
    lineIsTaken = outerTaken || !outer.isEmpty();
    Script script = new CommandReader(this).scriptUntilEnd();
    if (!pending.isEmpty()) {
      throw broken("a here-document without an end");
    }
    pending = outer;
    lineIsTaken = outerTaken;
    leave();
    expect(")");
    return script;
  }

  /** The word of {@code characters} that stands here; may be empty. */
  String run(CharacterSet characters) {
    int end = at;
    while (end < text.length() && characters.holds(text.charAt(end))) {
      end++;
    }
    return text.substring(at, end);
  }

  /** A set of characters. */
  interface CharacterSet {
    boolean holds(char c);
  }

  /** Whether a digit and an operator of redirection stand here. */
  boolean atDescriptor() {
    return isDigit(peek()) && (peek(SINGLE_DIGIT) == '<' || peek(SINGLE_DIGIT) == '>');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isNameStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }

  static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }

  static boolean isName(String text) {
    if (text.isEmpty() || !isNameStart(text.charAt(0))) {
      return false;
    }
    return text.chars().allMatch(c -> isNamePart((char) c));
  }

  NotUnderstoodException broken(String reason) {
    return new NotUnderstoodException(line, reason);
  }

  /** What stands here is out of place. */
  NotUnderstoodException unexpected() {
    if (atEnd()) {
      return broken("it ends too early");
    }
    char c = peek();
    return broken(
        c == '\n'
            ? "a line that ends too early"
            : "a character that is out of place: " + (c > ' ' && c <= '~' ? c : '?'));
  }
}
