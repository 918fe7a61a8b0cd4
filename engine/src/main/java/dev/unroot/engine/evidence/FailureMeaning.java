package dev.unroot.engine.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a row of the failure table makes of a line. */
enum FailureMeaning {
  PATH_NOT_WRITABLE("PathNotWritable", List.of("path"), List.of()),
  DIRECTORY_NOT_MADE("DirectoryNotMade", List.of("path"), List.of()),
  PORT_NOT_PERMITTED("PortNotPermitted", List.of("port"), List.of()),
  EXEC_NOT_PERMITTED("ExecNotPermitted", List.of(), List.of()),
  OPERATION_NOT_PERMITTED("OperationNotPermitted", List.of("operation"), List.of("path")),
  REQUIRES_ROOT("RequiresRoot", List.of(), List.of()),
  UNKNOWN_USER("UnknownUser", List.of(), List.of()),
  HOME_NOT_WRITABLE("HomeNotWritable", List.of(), List.of("path")),
  IMAGE_USER_REFUSED("ImageUserRefused", List.of(), List.of()),

  /** The line is no failure, whatever the rows after this one would make of it. */
  NOTHING("Nothing", List.of(), List.of());

  private final String written;
  private final List<String> needed;
  private final List<String> possible;

  FailureMeaning(String written, List<String> needed, List<String> possible) {
    this.written = written;
    this.needed = needed;
    this.possible = possible;
  }

  /** As the table writes it; but for {@code Nothing}, also the kind of the evidence. */
  String written() {
    return written;
  }

  /** The values it cannot do without: {@code path}, {@code port} or {@code operation}. */
  List<String> needed() {
    return needed;
  }

  /** Whether {@code value} can be part of it. */
  boolean takes(String value) {
    return needed.contains(value) || possible.contains(value);
  }

  static Optional<FailureMeaning> of(String written) {
    return Arrays.stream(values()).filter(means -> means.written.equals(written)).findFirst();
  }

  static List<String> allWritten() {
    return Arrays.stream(values()).map(FailureMeaning::written).toList();
  }

  /** The failure of {@code subject}; nothing where that lacks what is needed. */
  Optional<Failure> failure(String container, FailureSubject subject, String line) {
    return switch (this) {
      case PATH_NOT_WRITABLE ->
          subject.path().map(path -> new Failure.PathNotWritable(container, path, false, line));
      case DIRECTORY_NOT_MADE ->
          subject.path().map(path -> new Failure.PathNotWritable(container, path, true, line));
      case PORT_NOT_PERMITTED ->
          subject.port().map(port -> new Failure.PortNotPermitted(container, port, line));
      case EXEC_NOT_PERMITTED -> Optional.of(new Failure.ExecNotPermitted(container, line));
      case OPERATION_NOT_PERMITTED ->
          subject
              .operation()
              .map(
                  operation ->
                      new Failure.OperationNotPermitted(
                          container, operation, subject.path(), line));
      case REQUIRES_ROOT -> Optional.of(new Failure.RequiresRoot(container, line));
      case UNKNOWN_USER -> Optional.of(new Failure.UnknownUser(container, line));
      case HOME_NOT_WRITABLE ->
          Optional.of(new Failure.HomeNotWritable(container, subject.path(), line));
      case IMAGE_USER_REFUSED -> Optional.of(new Failure.ImageUserRefused(container, line));
      case NOTHING -> Optional.empty();
    };
  }
}
