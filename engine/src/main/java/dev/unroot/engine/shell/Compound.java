package dev.unroot.engine.shell;

import java.util.List;
import java.util.Optional;

/** The shapes of commands that hold commands. No script in them is empty but where it says so. */
public sealed interface Compound {
  /** {@code { body; }}. */
  record Group(Script body) implements Compound {}

  /** {@code ( body )}: what it changes in the shell is lost afterwards. */
  record Subshell(Script body) implements Compound {}

  /**
   * {@code if}, and {@code elif} as further branches.
   *
   * @param otherwise empty where there is no {@code else}
   */
  record If(List<Branch> branches, Script otherwise) implements Compound {
    /** Copies the branches. */
    public If {
      branches = List.copyOf(branches);
    }
  }

  /** What runs where a condition holds. */
  record Branch(Script condition, Script body) {}

  /** {@code while}, or {@code until}. */
  record Loop(boolean until, Script condition, Script body) implements Compound {}

  /**
   * {@code for}.
   *
   * @param words absent where it goes through the positional parameters
   */
  record For(String name, Optional<List<Word>> words, Script body) implements Compound {
    /** Copies the words. */
    public For {
      words = words.map(List::copyOf);
    }
  }

  /** {@code case}. */
  record Case(Word subject, List<Choice> choices) implements Compound {
    /** Copies the choices. */
    public Case {
      choices = List.copyOf(choices);
    }
  }

  /** Patterns of {@code case} and what runs where one fits; that may be empty. */
  record Choice(List<Word> patterns, Script body) {
    /** Copies the patterns. */
    public Choice {
      patterns = List.copyOf(patterns);
    }
  }

  /** {@code [[ ]]} of bash. */
  record Test(List<TestToken> tokens) implements Compound {
    /** Copies the tokens. */
    public Test {
      tokens = List.copyOf(tokens);
    }
  }
}
