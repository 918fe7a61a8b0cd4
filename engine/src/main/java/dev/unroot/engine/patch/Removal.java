package dev.unroot.engine.patch;

/** Stands where a strategic merge patch has {@code null}: the field is to go. */
enum Removal {
  MARK;

  /** As it is written. */
  @Override
  public String toString() {
    return "null";
  }
}
