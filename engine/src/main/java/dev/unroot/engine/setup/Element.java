package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Pipeline;
import dev.unroot.engine.shell.Statement;

/**
 * A pipeline of a script, not of anything nested in it.
 *
 * @param number of the statement in the script, from 0
 * @param index in the statement, from 0
 */
record Element(Statement statement, int number, int index, Pipeline pipeline, Meaning meaning) {
  /** What joins it to the pipeline before; AND for the first. */
  Statement.Connective connective() {
    return index == 0 ? Statement.Connective.AND : statement.links().get(index - 1).connective();
  }
}
