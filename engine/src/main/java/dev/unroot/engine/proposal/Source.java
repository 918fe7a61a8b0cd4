package dev.unroot.engine.proposal;

/** Where a chosen value comes from, the best sources first. */
public enum Source {
  /** The workload's own spec says it. */
  SPEC("the spec"),
  /** The policy leaves no other value. */
  POLICY("the policy"),
  /** A trial failed without it. */
  TRIAL("a failed trial"),
  /** The workload's own processes were seen to use it. */
  OBSERVED_PROCESS("observed processes"),
  /** The workload's running pods were seen to start as it. */
  RUNNING_PODS("its running pods"),
  /** The image's USER says it as a number. */
  IMAGE_USER("the image's USER"),
  /** The image's USER names it, and the name is known. */
  IMAGE_NAMED_USER("the image's named USER"),
  /** It is documented of a known image. */
  KNOWN_IMAGE("a known image"),
  /** The data on its volume belong to it. */
  VOLUME_OWNER("the owner of its data"),
  /** The image has a user for it. */
  IMAGE_FILES("the files of the image"),
  /** The container declares it. */
  DECLARED("the declared port"),
  /** The words of its command say it. */
  COMMAND("its command"),
  /** Nothing better was known: it comes from configuration. */
  CONFIGURED("the configured fallback");

  private final String text;

  Source(String text) {
    this.text = text;
  }

  /** The source in a few words. */
  @Override
  public String toString() {
    return text;
  }
}
