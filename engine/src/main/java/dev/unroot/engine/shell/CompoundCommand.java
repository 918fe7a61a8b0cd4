package dev.unroot.engine.shell;

import java.util.List;

/** Commands within commands, with redirections for all of them. */
public record CompoundCommand(Line line, Compound compound, List<Redirection> redirections)
    implements Command {
  /** Copies the redirections. */
  public CompoundCommand {
    redirections = List.copyOf(redirections);
  }
}
