package dev.unroot.engine.reason;

/**
 * One reason why a container is root.
 *
 * @param container the container's name; empty where it is the whole pod
 * @param rule what concluded it
 * @param evidence what it was concluded from
 * @param source where the evidence comes from: {@code template}, {@code observed processes}, {@code
 *     running pods}, {@code trial} or the repository of a known image
 */
public record RootReason(String container, Rule rule, String evidence, String source) {
  /** What kind of reason it is. */
  public ReasonKind kind() {
    return rule.kind();
  }
}
