package dev.unroot.engine.setup;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What programs do, by their names. */
final class Programs {
  /** They change nothing, whatever their arguments, but what the shell redirects. */
  static final Set<String> HARMLESS =
      Set.of(
          ":",
          "true",
          "false",
          "test",
          "[",
          "echo",
          "printf",
          "id",
          "cat",
          "dirname",
          "basename",
          "stat",
          "ls",
          "grep",
          "egrep",
          "fgrep",
          "cut",
          "tr",
          "head",
          "wc",
          "uname",
          "nproc",
          "getent",
          "whoami",
          "pwd",
          "readlink",
          "realpath",
          "df",
          "du",
          "printenv",
          "which",
          "type",
          "expr",
          "seq",
          "md5sum",
          "sha256sum",
          "cmp",
          "diff",
          "mountpoint",
          "envsubst");

  /** They install into the image's own files, which no init container shares. */
  static final Set<String> INSTALLERS =
      Set.of(
          "apt-get",
          "apt",
          "apk",
          "yum",
          "dnf",
          "microdnf",
          "zypper",
          "pacman",
          "dpkg",
          "rpm",
          "pip",
          "pip3",
          "npm",
          "yarn",
          "gem",
          "update-ca-certificates",
          "ldconfig");

  /** They write accounts into the image's own files. */
  static final Set<String> ACCOUNTS =
      Set.of(
          "adduser",
          "useradd",
          "addgroup",
          "groupadd",
          "usermod",
          "groupmod",
          "deluser",
          "userdel",
          "chpasswd",
          "passwd");

  /** What a known set-up program is and may need. */
  record Known(SetUpKind kind, Effect effect, Set<String> capabilities) {}

  private static final Map<String, Known> KNOWN = known();

  private Programs() {}

  /** What {@code name} sets up; absent where it is not known to. */
  static Optional<Known> setUp(String name) {
    return Optional.ofNullable(KNOWN.get(name));
  }

  private static Map<String, Known> known() {
    Map<String, Known> known = new HashMap<>();
    add(known, SetUpKind.CREATE, Effect.FILES, "mkdir", "DAC_OVERRIDE");
    add(known, SetUpKind.OWNER, Effect.FILES, "chown chgrp", "CHOWN");
    add(known, SetUpKind.MODE, Effect.FILES, "chmod setfacl", "FOWNER");
    add(known, SetUpKind.COPY, Effect.FILES, "install cp ln unzip", "DAC_OVERRIDE");
    add(known, SetUpKind.COPY, Effect.FILES, "mv tar rsync", "CHOWN DAC_OVERRIDE FOWNER");
    add(known, SetUpKind.WRITE, Effect.FILES, "tee truncate mkfifo", "DAC_OVERRIDE");
    add(known, SetUpKind.WRITE, Effect.FILES, "mknod", "DAC_OVERRIDE MKNOD");
    add(known, SetUpKind.WRITE, Effect.FILES, "touch", "DAC_OVERRIDE FOWNER");
    add(known, SetUpKind.WRITE, Effect.FILES, "sed", "CHOWN DAC_OVERRIDE FOWNER");
    add(known, SetUpKind.REMOVE, Effect.FILES, "rm rmdir unlink", "DAC_OVERRIDE FOWNER");
    add(known, SetUpKind.FILE_CAPABILITY, Effect.FILES, "setcap", "SETFCAP");
    add(known, SetUpKind.NETWORK, Effect.POD, "ip tc ipset brctl route ifconfig", "NET_ADMIN");
    add(
        known,
        SetUpKind.NETWORK,
        Effect.POD,
        "iptables ip6tables iptables-legacy iptables-nft iptables-restore ip6tables-restore nft",
        "NET_ADMIN NET_RAW");
    add(known, SetUpKind.KERNEL, Effect.NODE, "modprobe insmod rmmod", "SYS_MODULE");
    add(known, SetUpKind.KERNEL, Effect.NODE, "swapoff swapon hugeadm", "SYS_ADMIN");
    return Map.copyOf(known);
  }

  private static void add(
      Map<String, Known> known, SetUpKind kind, Effect effect, String names, String capabilities) {
    Set<String> needed = Set.copyOf(Arrays.asList(capabilities.split(" ")));
    List.of(names.split(" ")).forEach(name -> known.put(name, new Known(kind, effect, needed)));
  }
}
