package dev.unroot.api.v1alpha1;

import java.time.DayOfWeek;

/** A day of the week. */
public enum Weekday {
  Monday,
  Tuesday,
  Wednesday,
  Thursday,
  Friday,
  Saturday,
  Sunday;

  /** The same day, as Java calls it. */
  public DayOfWeek toDayOfWeek() {
    return DayOfWeek.of(ordinal() + 1);
  }
}
