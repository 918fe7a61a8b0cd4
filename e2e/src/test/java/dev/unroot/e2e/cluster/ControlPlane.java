package dev.unroot.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * etcd, kube-apiserver and kube-controller-manager, without a node: pods stay pending. It needs no
 * root, and takes a port and a directory that nothing else uses.
 */
public final class ControlPlane extends Cluster {

  private final ClusterScript script;

  private ControlPlane(ClusterScript script, Path kubeconfig, Path binaries) {
    super(kubeconfig, binaries);
    this.script = script;
  }

  /**
   * Starts one, in about ten seconds where the binaries are there. Tests share one ({@link
   * ControlPlaneExtension}) unless they take it apart.
   */
  public static ControlPlane start() {
    Path binaries = ControlPlaneBinaries.find();
    ClusterScript script = ClusterScript.apart(emptyDirectory(), binaries);
    try {
      return new ControlPlane(script, script.up("control-plane"), binaries);
    } catch (RuntimeException e) {
      script.down();
      throw e;
    }
  }

  private static Path emptyDirectory() {
    try {
      return Files.createTempDirectory("unroot-control-plane-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ends the API server as a crash does, while etcd and the controllers go on; only of a control
   * plane that a test has for itself.
   */
  public void killApiServer() {
    script.killApiServer();
  }

  /** Starts the API server again where it was, and returns when it is ready. */
  public void startApiServer() {
    script.startApiServer();
  }

  @Override
  public void close() {
    super.close();
    script.down();
  }
}
