package dev.unroot.cli.manifest;

/**
 * Something in the input that cannot be used.
 *
 * @param file empty where it is no file's
 * @param line counted from 1; 0 where it is the file as a whole
 * @param what what is wrong and, where it is known, what to do
 */
public record Problem(String file, int line, String what) {
  /** As compilers write it: {@code file:line: what}. */
  @Override
  public String toString() {
    if (file.isEmpty()) {
      return what;
    }
    return line > 0 ? file + ":" + line + ": " + what : file + ": " + what;
  }
}
