package dev.unroot.engine.evidence;

import dev.unroot.engine.document.PrintableText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads failures from what a container printed. The text is the workload's own and so hostile: only
 * its last {@value #MAXIMUM_LINES} lines count, since a failure stands at the end, each line is
 * cut, and nothing in it is more than a path, a port or a name of an operation.
 */
public final class FailureReader {
  /** Lines before these are not read. */
  public static final int MAXIMUM_LINES = 2000;

  /** A longer line is cut here before it is looked at. */
  public static final int MAXIMUM_LINE = 500;

  /** At most so many failures are kept of one container. */
  public static final int MAXIMUM_FAILURES = 16;

  private static final int SHOWN_LINE = 200;
  private static final Pattern DENIED =
      Pattern.compile("permission denied|eacces|accessdenied|access denied|read-only file system");
  private static final Pattern NOT_PERMITTED = Pattern.compile("operation not permitted|eperm\\b");
  private static final Pattern BINDS = Pattern.compile("\\b(bind|listen|make_sock|socket)");

  /** A port after an address, in any of the ways that servers write one. */
  private static final Pattern PORT =
      Pattern.compile(
          "(?:[:\\]]|port[ :]{1,2}|', ?)(?<port>[0-9]{1,5})(?![0-9a-fA-F]|[.:][0-9a-fA-F:]|\\]:)");

  private static final Pattern PATH =
      Pattern.compile(
          "(?<![A-Za-z0-9._:/-])(?<path>/[A-Za-z0-9._@%+=-]+(?:/[A-Za-z0-9._@%+=-]+)*)");
  private static final Pattern OPERATION =
      Pattern.compile(
          "\\b(chown|chmod|chroot|setuid|setgid|setgroups|initgroups|setresuid|setpriv|mount|unshare|su|ioctl)\\b");
  private static final Pattern REQUIRES_ROOT =
      Pattern.compile(
          "can'?t drop privileges? as non-?root|must (be )?run as root|must be root|requires root|need to be root|has to be run as root|"
              + "run as the root user|only root (can|may)|not running as root");
  private static final Pattern EXEC = Pattern.compile("\\bexec(ve)?\\b.*operation not permitted");
  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "(://[^/@\\s:]{1,100}:|(?i:password|passwd|secret|token|api[_-]?key)[\"']?\\s{0,3}[=:]\\s{0,3}[\"']?)"
              + "[^\\s@\"',;]{1,300}");
  private static final Pattern SWITCHES_USER = Pattern.compile("switching to|drop privileges");
  private static final Pattern CHANGES_MODE = Pattern.compile("(set|change|changing) permissions");
  private static final Pattern CHANGES_OWNER = Pattern.compile("(set|change|changing) ownership");

  /** Operations that are done to a file; all others are done to the process itself. */
  private static final Set<String> OF_FILES = Set.of("chmod", "chown");

  private FailureReader() {}

  /**
   * The failures that {@code text}, the log of {@code container}, tells of, in order, each once.
   */
  public static List<Failure> read(String container, String text) {
    Set<String> seen = new LinkedHashSet<>();
    return text.lines()
        .skip(Math.max(0, text.lines().count() - MAXIMUM_LINES))
        .map(line -> line.length() > MAXIMUM_LINE ? line.substring(0, MAXIMUM_LINE) : line)
        .flatMap(line -> classify(container, line).stream())
        .filter(failure -> seen.add(failure.describe()))
        .limit(MAXIMUM_FAILURES)
        .toList();
  }

  /** A failure that nothing explains; {@code text} is the last thing that was said. */
  public static Failure unexplained(String container, String text) {
    return new Failure.Unexplained(container, shown(text));
  }

  private static Optional<Failure> classify(String container, String line) {
    String lower = line.toLowerCase(Locale.ROOT);
    if (EXEC.matcher(lower).find()) {
      return Optional.of(new Failure.ExecNotPermitted(container, shown(line)));
    }
    if (REQUIRES_ROOT.matcher(lower).find()) {
      return Optional.of(new Failure.RequiresRoot(container, shown(line)));
    }
    boolean denied = DENIED.matcher(lower).find();
    if (denied && BINDS.matcher(lower).find()) {
      Optional<Failure> port = port(container, line, lower);
      if (port.isPresent()) {
        return port;
      }
    }
    if (denied) {
      return path(container, line, lower);
    }
    if (NOT_PERMITTED.matcher(lower).find()) {
      return operation(lower)
          .map(
              name ->
                  new Failure.OperationNotPermitted(
                      container,
                      name,
                      OF_FILES.contains(name) ? path(line) : Optional.empty(),
                      shown(line)));
    }
    return Optional.empty();
  }

  private static Optional<String> operation(String lower) {
    Matcher operation = OPERATION.matcher(lower);
    if (operation.find()) {
      return Optional.of(operation.group());
    }
    if (CHANGES_MODE.matcher(lower).find()) {
      return Optional.of("chmod");
    }
    if (CHANGES_OWNER.matcher(lower).find()) {
      return Optional.of("chown");
    }
    return SWITCHES_USER.matcher(lower).find() ? Optional.of("setuid") : Optional.empty();
  }

  /**
   * The port that a line speaks of: after the word for binding, so that no time is taken for one.
   */
  private static Optional<Failure> port(String container, String line, String lower) {
    Matcher binds = BINDS.matcher(lower);
    Matcher matcher = PORT.matcher(line);
    int from = binds.find() ? binds.start() : 0;
    while (from <= line.length() && matcher.find(from)) {
      from = matcher.end();
      int port = Integer.parseInt(matcher.group("port"));
      if (port > 0 && port < ListeningPort.FIRST_UNPRIVILEGED) {
        return Optional.of(new Failure.PortNotPermitted(container, port, shown(line)));
      }
    }
    return Optional.empty();
  }

  private static Optional<Failure> path(String container, String line, String lower) {
    boolean makesDirectory = lower.contains("mkdir") || lower.contains("create director");
    return path(line)
        .map(path -> new Failure.PathNotWritable(container, path, makesDirectory, shown(line)));
  }

  /** The first path that a line speaks of, but for that of the program that speaks. */
  private static Optional<String> path(String line) {
    Matcher matcher = PATH.matcher(line);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String path = matcher.group("path");
    boolean speaker = matcher.start() == 0 && line.startsWith(":", matcher.end());
    if (speaker && matcher.find()) {
      path = matcher.group("path");
    }
    return Optional.of(trimmed(path));
  }

  /** Without the full stop of the sentence that ends with the path. */
  private static String trimmed(String path) {
    return path.endsWith(".") && !path.endsWith("/.") && !path.endsWith("..")
        ? path.substring(0, path.length() - 1)
        : path;
  }

  /** The line as it is kept: readable, short, and without what looks like a secret. */
  private static String shown(String line) {
    String printable = PrintableText.line(line.replace("\t", " ")).strip();
    String masked = CREDENTIALS.matcher(printable).replaceAll("$1***");
    return masked.length() > SHOWN_LINE ? masked.substring(0, SHOWN_LINE) + "..." : masked;
  }
}
