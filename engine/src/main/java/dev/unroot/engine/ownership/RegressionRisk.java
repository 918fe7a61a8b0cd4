package dev.unroot.engine.ownership;

/**
 * Somebody who does not own a workload, but may undo what is changed in it. Its texts are fit to be
 * shown and bounded like those of an {@link Owner}.
 *
 * @param manager who: the name of a field manager, or {@code kubectl apply}
 * @param why what it may do
 */
public record RegressionRisk(String manager, String why) {
  /** Makes the texts fit to be shown. */
  public RegressionRisk {
    manager = ShownText.name(manager);
    why = ShownText.sentence(why);
  }

  /** As people read it: {@code terraform: owns fields of the pod template ...}. */
  @Override
  public String toString() {
    return manager + ": " + why;
  }
}
