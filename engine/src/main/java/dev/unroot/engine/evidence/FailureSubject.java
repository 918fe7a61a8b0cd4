package dev.unroot.engine.evidence;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.Optional;

/**
 * What a failure is about. The text of a log is hostile: what is not a plain path, a port below
 * 1024 or the name of an operation counts for nothing.
 */
record FailureSubject(Optional<String> path, Optional<Integer> port, Optional<String> operation) {
  /** A path of plain characters, which needs no quotes anywhere. */
  static final String PATH = "/[A-Za-z0-9._@%+=~-]+(?:/[A-Za-z0-9._@%+=~-]+)*";

  /** A port below 1024: all others need no privilege. */
  static final String PORT = "[1-9][0-9]{0,2}|10[01][0-9]|102[0-3]";

  /** What the kernel refuses to those who lack a capability. */
  static final String OPERATION =
      "chown|lchown|fchown|chmod|fchmod|chroot|setuid|setgid|seteuid|setegid|setreuid|setregid"
          + "|setresuid|setresgid|setgroups|initgroups|setpriv|mknod|mount|umount|umount2"
          + "|pivot_root|unshare|setns|ioctl|kill|ptrace|sethostname|setdomainname|setrlimit"
          + "|prlimit|mlock|mlockall|capset|prctl|sched_setscheduler|sched_setaffinity"
          + "|setpriority|nice|ioperm|iopl|adjtimex|settimeofday|clock_settime|init_module"
          + "|finit_module|modprobe|insmod|swapon|swapoff|reboot|perf_event_open|bpf|keyctl"
          + "|io_uring_setup|quotactl|acct|sysctl|syslog|unlink|utime|utimes|setsockopt|socket";

  private static final Pattern A_PATH = Pattern.compile(PATH);
  private static final Pattern A_PORT = Pattern.compile(PORT);
  private static final Pattern AN_OPERATION = Pattern.compile("[a-z][a-z0-9_]{0,30}");

  static final FailureSubject NOTHING =
      new FailureSubject(Optional.empty(), Optional.empty(), Optional.empty());

  /** What the groups of {@code found} hold, or else what {@code constant} says. */
  static FailureSubject of(Matcher found, Pattern pattern, FailureSubject constant) {
    return new FailureSubject(
        group(found, pattern, "path", A_PATH)
            .map(FailureSubject::withoutFullStop)
            .or(constant::path),
        group(found, pattern, "port", A_PORT).map(Integer::valueOf).or(constant::port),
        group(found, pattern, "operation", AN_OPERATION).or(constant::operation));
  }

  private static Optional<String> group(
      Matcher found, Pattern pattern, String name, Pattern expected) {
    if (!pattern.namedGroups().containsKey(name)) {
      return Optional.empty();
    }
    return Optional.ofNullable(found.group(name))
        .map(text -> name.equals("operation") ? text.toLowerCase(Locale.ROOT) : text)
        .filter(expected::matches);
  }

  /** Without the full stop of the sentence that ends with the path. */
  private static String withoutFullStop(String path) {
    return path.endsWith(".") && !path.endsWith("/.") && !path.endsWith("..")
        ? path.substring(0, path.length() - 1)
        : path;
  }
}
