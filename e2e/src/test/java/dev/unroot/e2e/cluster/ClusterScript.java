package dev.unroot.e2e.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code e2e/cluster/cluster}, driven from Java. */
final class ClusterScript {

  /**
   * Compiling all of Kubernetes' node on a small machine takes ten minutes, and another build may
   * come first.
   */
  private static final Duration BUILDING = Duration.ofMinutes(40);

  private final Map<String, String> environment = new HashMap<>();

  /** The script with its own defaults, as a developer who types {@code cluster up} has it. */
  static ClusterScript asByHand() {
    return new ClusterScript();
  }

  /** A cluster of its own, beside whatever runs already. */
  static ClusterScript apart(Path state, Path binaries) {
    ClusterScript script = new ClusterScript();
    script.environment.put("CLUSTER_STATE", state.toString());
    script.environment.put("CLUSTER_BIN", binaries.toString());
    script.environment.put("CLUSTER_PORT", "free");
    return script;
  }

  /**
   * Starts it and returns the path of the administrator's kubeconfig. It goes down by itself when
   * this JVM is gone, even when it was killed and had no time to say goodbye.
   *
   * @param scope {@code control-plane}, or null for a node
   */
  Path up(@Nullable String scope) {
    String owner = Long.toString(ProcessHandle.current().pid());
    Command up = scope == null ? script("up") : script("up", scope);
    return Path.of(
        up.with(Map.of("CLUSTER_OWNER", owner)).within(BUILDING).audibly().run().strip());
  }

  boolean isUp() {
    try {
      script("status").run();
      return true;
    } catch (CommandFailedException e) {
      return false;
    }
  }

  void build(String... binaries) {
    String[] arguments = new String[binaries.length + 1];
    arguments[0] = "build";
    System.arraycopy(binaries, 0, arguments, 1, binaries.length);
    script(arguments).within(BUILDING).audibly().run();
  }

  /** Ends the API server and nothing else, without a warning. */
  void killApiServer() {
    script("apiserver", "kill").run();
  }

  /** Starts the API server again, and returns when it is ready. */
  void startApiServer() {
    script("apiserver", "start").audibly().run();
  }

  void down() {
    script("down").run();
  }

  private Command script(String... arguments) {
    return Command.of(Repository.path("e2e/cluster/cluster"), arguments).with(environment);
  }
}
