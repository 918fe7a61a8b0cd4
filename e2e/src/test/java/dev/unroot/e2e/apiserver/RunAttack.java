package dev.unroot.e2e.apiserver;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A run of a CronJob that somebody with the operator's identity would rather have: changed in one
 * way, and otherwise as the operator makes it.
 */
enum RunAttack {
  WITHOUT_OWNER("one owner, a CronJob", job -> job.getMetadata().setOwnerReferences(List.of())),
  OWNED_BY_ANOTHER_KIND("one owner, a CronJob", job -> owner(job).setKind("Job")),
  OWNED_BY_ANOTHER_GROUP("one owner, a CronJob", job -> owner(job).setApiVersion("evil/v1")),
  OWNED_BUT_NOT_CONTROLLED("one owner, a CronJob", job -> owner(job).setController(false)),
  OWNED_BY_TWO(
      "one owner, a CronJob",
      job ->
          job.getMetadata()
              .setOwnerReferences(
                  List.of(
                      owner(job),
                      new OwnerReferenceBuilder(owner(job))
                          .withController(false)
                          .withUid("2")
                          .build()))),
  OF_ANOTHER_NAME("must begin with that of its CronJob", job -> job.getMetadata().setName("evil")),
  OF_THE_SCHEDULE(
      "cronjob.kubernetes.io/instantiate", job -> job.getMetadata().setAnnotations(Map.of())),
  UNMARKED("the label unroot.dev/run", job -> job.getMetadata().setLabels(Map.of())),
  WITH_A_FINALIZER("no finalizers", job -> job.getMetadata().setFinalizers(List.of("a/b"))),
  ON_A_NODE_OF_ITS_CHOICE("by nodeName", job -> pod(job).setNodeName("master")),
  ON_THE_NETWORK_OF_ITS_NODE("hostNetwork", job -> pod(job).setHostNetwork(true)),
  AMONG_PROCESSES_OF_ITS_NODE("hostPID", job -> pod(job).setHostPID(true)),
  IN_MEMORY_OF_ITS_NODE("hostIPC", job -> pod(job).setHostIPC(true)),
  PRIVILEGED(
      "must not be privileged",
      job ->
          container(job)
              .setSecurityContext(new SecurityContextBuilder().withPrivileged(true).build())),
  INIT_PRIVILEGED(
      "must not be privileged",
      job -> {
        Container init = new Container();
        init.setName("init");
        init.setImage("x");
        init.setSecurityContext(new SecurityContextBuilder().withPrivileged(true).build());
        pod(job).setInitContainers(List.of(init));
      }),
  ON_A_PORT_OF_ITS_NODE(
      "hostPort",
      job -> {
        ContainerPort port =
            new ContainerPortBuilder().withContainerPort(80).withHostPort(80).build();
        container(job).setPorts(List.of(port));
      }),
  MORE_CAPABLE(
      "must not add capabilities",
      job ->
          container(job)
              .setSecurityContext(
                  new SecurityContextBuilder()
                      .withNewCapabilities()
                      .addToAdd("SYS_ADMIN")
                      .endCapabilities()
                      .build())),
  WITH_FILES_OF_ITS_NODE(
      "hostPath",
      job ->
          pod(job)
              .setVolumes(
                  List.of(
                      new VolumeBuilder().withName("etc").withNewHostPath("/etc", "").build())));

  private final String refusal;
  private final Consumer<Job> change;

  RunAttack(String refusal, Consumer<Job> change) {
    this.refusal = refusal;
    this.change = change;
  }

  /** What the refusal of it says. */
  String refusal() {
    return refusal;
  }

  /** Changes {@code job}. */
  Job on(Job job) {
    change.accept(job);
    return job;
  }

  private static OwnerReference owner(Job job) {
    return job.getMetadata().getOwnerReferences().get(0);
  }

  private static PodSpec pod(Job job) {
    return job.getSpec().getTemplate().getSpec();
  }

  private static Container container(Job job) {
    return pod(job).getContainers().get(0);
  }
}
