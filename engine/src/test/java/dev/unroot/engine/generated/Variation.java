package dev.unroot.engine.generated;

/** Changes one thing of a pod, to something that a level may or may not allow. */
@FunctionalInterface
interface Variation {
  void on(Draft pod, Chance chance);
}
