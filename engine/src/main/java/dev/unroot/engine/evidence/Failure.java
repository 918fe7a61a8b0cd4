package dev.unroot.engine.evidence;

import java.util.Optional;

/** Why a candidate did not come up, as far as a log or a container's state tells. */
public sealed interface Failure {

  /** The container that failed. */
  String container();

  /** The text it was read from, shortened. */
  String line();

  /** What happened, for people. */
  String describe();

  /**
   * A file or directory could not be written.
   *
   * @param path the path in the message
   * @param makesDirectory whether a directory was to be made at {@code path}
   */
  record PathNotWritable(String container, String path, boolean makesDirectory, String line)
      implements Failure {
    @Override
    public String describe() {
      return "could not write " + path;
    }
  }

  /** A port could not be bound. */
  record PortNotPermitted(String container, int port, String line) implements Failure {
    @Override
    public String describe() {
      return "could not bind port " + port;
    }
  }

  /**
   * The kernel did not let the program be executed: it has file capabilities that are not to be
   * had.
   */
  record ExecNotPermitted(String container, String line) implements Failure {
    @Override
    public String describe() {
      return "its program could not be executed with the capabilities left";
    }
  }

  /**
   * A privileged operation was refused.
   *
   * @param operation its name, such as {@code chown} or {@code setgid}
   * @param path what it was to be done to, where the text tells
   */
  record OperationNotPermitted(
      String container, String operation, Optional<String> path, String line) implements Failure {
    @Override
    public String describe() {
      return operation + path.map(at -> " of " + at).orElse("") + " was not permitted";
    }
  }

  /** The program itself insists on being root. */
  record RequiresRoot(String container, String line) implements Failure {
    @Override
    public String describe() {
      return "the program insists on being root";
    }
  }

  /** The user has no entry in {@code /etc/passwd}, and the program looks for it. */
  record UnknownUser(String container, String line) implements Failure {
    @Override
    public String describe() {
      return "its user has no entry in /etc/passwd";
    }
  }

  /**
   * The home directory could not be written, or is not known: that of a user without one is {@code
   * /} or root's.
   *
   * @param path what was to be written in it, where the text tells
   */
  record HomeNotWritable(String container, Optional<String> path, String line) implements Failure {
    @Override
    public String describe() {
      return "could not write its home directory" + path.map(at -> ": " + at).orElse("");
    }
  }

  /** The kubelet refused the user that the image names: it is root, or not a number. */
  record ImageUserRefused(String container, String line) implements Failure {
    @Override
    public String describe() {
      return "the kubelet refused the image's user";
    }
  }

  /**
   * It was to have a user namespace of its own, and had none: the cluster, the node or its runtime
   * does not give any.
   *
   * @param container empty: it is the pod's
   */
  record NoUserNamespace(String container, String line) implements Failure {
    @Override
    public String describe() {
      return "had no user namespace of its own";
    }
  }

  /**
   * It failed on an empty volume in the place of its storage, after it had worked on one with the
   * owner that the storage has once the workload has run.
   *
   * @param volume the volume's name
   */
  record EmptyVolume(String container, String volume, String line) implements Failure {
    @Override
    public String describe() {
      return "could not use volume " + volume + " when it was empty";
    }
  }

  /** It failed, and nothing that is understood says why. */
  record Unexplained(String container, String line) implements Failure {
    @Override
    public String describe() {
      return "failed for a reason that is not understood";
    }
  }
}
