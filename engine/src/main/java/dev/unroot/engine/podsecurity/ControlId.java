package dev.unroot.engine.podsecurity;

/**
 * The controls of the Pod Security Standards, by the names that the API server's admission gives
 * its checks.
 */
public enum ControlId {
  PRIVILEGED("privileged", Level.BASELINE, 0),
  HOST_NAMESPACES("hostNamespaces", Level.BASELINE, 0),
  HOST_PATH_VOLUMES("hostPathVolumes", Level.BASELINE, 0),
  HOST_PORTS("hostPorts", Level.BASELINE, 0),
  HOST_PROBES("hostProbesAndHostLifecycle", Level.BASELINE, 34),
  CAPABILITIES_BASELINE("capabilities_baseline", Level.BASELINE, 0),
  APP_ARMOR("appArmorProfile", Level.BASELINE, 0),
  SE_LINUX("seLinuxOptions", Level.BASELINE, 0),
  SECCOMP_BASELINE("seccompProfile_baseline", Level.BASELINE, 0),
  PROC_MOUNT("procMount", Level.BASELINE, 0),
  SYSCTLS("sysctls", Level.BASELINE, 0),
  WINDOWS_HOST_PROCESS("windowsHostProcess", Level.BASELINE, 0),
  RESTRICTED_VOLUMES("restrictedVolumes", Level.RESTRICTED, 0),
  ALLOW_PRIVILEGE_ESCALATION("allowPrivilegeEscalation", Level.RESTRICTED, 8),
  RUN_AS_NON_ROOT("runAsNonRoot", Level.RESTRICTED, 0),
  RUN_AS_USER("runAsUser", Level.RESTRICTED, 23),
  SECCOMP_RESTRICTED("seccompProfile_restricted", Level.RESTRICTED, 19),
  CAPABILITIES_RESTRICTED("capabilities_restricted", Level.RESTRICTED, 22),
  PROC_MOUNT_RESTRICTED("procMount_restricted", Level.RESTRICTED, 35);

  private final String checkName;
  private final Level level;
  private final int sinceMinor;

  ControlId(String checkName, Level level, int sinceMinor) {
    this.checkName = checkName;
    this.level = level;
    this.sinceMinor = sinceMinor;
  }

  /** The lowest level that includes the control. */
  public Level level() {
    return level;
  }

  /** Whether the control exists in {@code version}. */
  public boolean isIn(PolicyVersion version) {
    return version.atLeast(sinceMinor);
  }

  /** The name of the API server's check, such as {@code runAsNonRoot}. */
  @Override
  public String toString() {
    return checkName;
  }
}
