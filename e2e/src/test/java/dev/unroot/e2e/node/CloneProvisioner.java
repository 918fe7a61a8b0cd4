package dev.unroot.e2e.node;

import dev.unroot.e2e.cluster.Command;
import dev.unroot.e2e.cluster.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stands for a CSI driver that clones, as far as trials need one: the test node has none. For each
 * claim of one namespace that names another as its source, it copies that one's directory and makes
 * a volume of the copy, which is bound to the claim. That the volume is a directory of the node
 * shows nothing of a driver: neither how it attaches, nor whose it makes the files of a pod with an
 * {@code fsGroup}. It shows what the operator asks for, and what servers make of a copy.
 */
final class CloneProvisioner implements AutoCloseable {
  private static final Path COPY = Path.of("cp");
  private static final int PERIOD_MILLIS = 300;

  private final Node node;
  private final String namespace;
  private final Map<String, Path> sources;
  private final Path copies;
  private final List<String> cloned = new ArrayList<>();
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();

  /**
   * Clones claims of {@code namespace}.
   *
   * @param sources where the data of each claim are, by its name
   * @param copies an empty directory for the copies
   */
  CloneProvisioner(Node node, String namespace, Map<String, Path> sources, Path copies) {
    this.node = node;
    this.namespace = namespace;
    this.sources = sources;
    this.copies = copies;
    loop.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    List<PersistentVolumeClaim> claims =
        node.admin().persistentVolumeClaims().inNamespace(namespace).list().getItems();
    for (PersistentVolumeClaim claim : claims) {
      String name = claim.getMetadata().getName();
      if (claim.getSpec().getDataSource() != null && !cloned.contains(name)) {
        provision(claim, sources.get(claim.getSpec().getDataSource().getName()));
        cloned.add(name);
      }
    }
  }

  private void provision(PersistentVolumeClaim claim, Path source) {
    String name = claim.getMetadata().getName();
    Path copy = copies.resolve(name);
    Command.of(COPY, "--archive", source.toString(), copy.toString()).run();
    node.admin()
        .resource(
            new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(volume(name))
                .endMetadata()
                .withNewSpec()
                .withAccessModes(claim.getSpec().getAccessModes())
                .withCapacity(claim.getSpec().getResources().getRequests())
                .withStorageClassName(claim.getSpec().getStorageClassName())
                .withPersistentVolumeReclaimPolicy("Retain")
                .withNewClaimRef()
                .withNamespace(namespace)
                .withName(name)
                .withUid(claim.getMetadata().getUid())
                .endClaimRef()
                .withNewHostPath(copy.toString(), "Directory")
                .endSpec()
                .build())
        .create();
  }

  private String volume(String claim) {
    return namespace + "-" + claim;
  }

  /** The claims that were cloned for, in order; their copies stay. */
  synchronized List<String> cloned() {
    return List.copyOf(cloned);
  }

  @Override
  public synchronized void close() {
    loop.shutdownNow();
    for (String claim : cloned) {
      node.kubectl("delete", "pv", "--wait=false", "--ignore-not-found", volume(claim));
    }
  }
}
