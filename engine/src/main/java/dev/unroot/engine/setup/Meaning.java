package dev.unroot.engine.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a command does, with everything nested in it.
 *
 * @param commands the set-up in it
 * @param program what in it is neither set-up nor harmless; empty where nothing is
 * @param line where the first of these stands
 * @param computed variables that it sets to what only running it tells
 */
record Meaning(
    Role role, List<SetUpCommand> commands, String program, int line, Set<String> computed) {
  static final Meaning HARMLESS = new Meaning(Role.HARMLESS, List.of(), "", 1, Set.of());

  Meaning {
    commands = List.copyOf(commands);
    computed = Set.copyOf(computed);
  }

  /** What a command is to the program. */
  enum Role {
    /** It changes nothing. */
    HARMLESS,
    /** It changes the shell alone, and does the same wherever it is repeated. */
    STATE,
    /** It changes files or the kernel. */
    SET_UP,
    /** What it does is not known: the program, or part of it. */
    PROGRAM,
    /** Set-up and something unknown, inseparable. */
    MIXED
  }

  static Meaning setUp(SetUpCommand command) {
    return new Meaning(Role.SET_UP, List.of(command), "", command.line(), Set.of());
  }

  static Meaning program(String name, int line) {
    return new Meaning(Role.PROGRAM, List.of(), LeftException.shown(name), line, Set.of());
  }

  static Meaning state() {
    return new Meaning(Role.STATE, List.of(), "", 1, Set.of());
  }

  static Meaning computing(Set<String> names) {
    return new Meaning(Role.HARMLESS, List.of(), "", 1, names);
  }

  /** This and {@code other}, inseparable. */
  Meaning and(Meaning other) {
    List<SetUpCommand> all = new ArrayList<>(commands);
    all.addAll(other.commands);
    Set<String> names = new TreeSet<>(computed);
    names.addAll(other.computed);
    boolean first = !program.isEmpty();
    return new Meaning(
        role(role, other.role),
        all,
        first ? program : other.program,
        first || other.program.isEmpty() ? line : other.line,
        names);
  }

  private static Role role(Role one, Role other) {
    if (one == other || other == Role.HARMLESS) {
      return one;
    } else if (one == Role.HARMLESS) {
      return other;
    } else if (one == Role.STATE || other == Role.STATE) {
      return one == Role.STATE ? other : one;
    }
    return Role.MIXED;
  }

  /** The same in a shell of its own, whose variables are lost. */
  Meaning apart() {
    return new Meaning(role, commands, program, line, Set.of());
  }
}
