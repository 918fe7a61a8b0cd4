package dev.unroot.engine.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes scripts: a statement a line, or all on one line inside substitutions and conditions, where
 * only here-documents bring further lines.
 */
final class Renderer {
  private static final String INDENT = "  ";

  private final StringBuilder out = new StringBuilder();
  private final List<HereText> pending = new ArrayList<>();
  private final WordRenderer words = new WordRenderer(this);
  private int depth;
  private int onOneLine;
  private boolean atLineStart = true;

  private Renderer() {}

  static String text(Script script) {
    Renderer renderer = new Renderer();
    renderer.statements(script);
    return renderer.out.toString();
  }

  /** All of {@code script} for {@code $( )}. */
  static String inline(Script script) {
    Renderer renderer = new Renderer();
    renderer.onOneLine = 1;
    renderer.statements(script);
    String text = renderer.out.toString();
    if (text.endsWith("; ")) {
      text = text.substring(0, text.length() - 2);
    }
    return text.startsWith("(") ? " " + text : text; // $(( would be arithmetic
  }

  /** Writes {@code text} where a line may have to be indented first. */
  void write(String text) {
    if (atLineStart && onOneLine == 0) {
      out.append(INDENT.repeat(depth));
    }
    atLineStart = false;
    out.append(text);
  }

  private void endLine() {
    out.append('\n');
    atLineStart = true;
    List<HereText> due = List.copyOf(pending);
    pending.clear();
    due.forEach(text -> out.append(HereDocumentText.body(text)));
  }

  private void statements(Script script) {
    for (Statement statement : script.statements()) {
      statement(statement);
      if (onOneLine == 0) {
        write(statement.background() ? " &" : "");
        endLine();
      } else {
        write(statement.background() ? " &" : ";");
        if (pending.isEmpty()) {
          write(" ");
        } else {
          endLine();
        }
      }
    }
  }

  private void statement(Statement statement) {
    pipeline(statement.first());
    for (Statement.Link link : statement.links()) {
      write(link.connective() == Statement.Connective.AND ? " && " : " || ");
      pipeline(link.pipeline());
    }
  }

  private void pipeline(Pipeline pipeline) {
    write(pipeline.negated() ? "! " : "");
    String before = "";
    for (Command command : pipeline.commands()) {
      write(before);
      command(command);
      before = " | ";
    }
  }

  private void command(Command command) {
    if (command instanceof SimpleCommand simple) {
      simple(simple);
    } else if (command instanceof CompoundCommand compound) {
      compound(compound);
    } else if (command instanceof FunctionDefinition function) {
      write(function.name() + "() ");
      compound(function.body());
    }
  }

  private void simple(SimpleCommand command) {
    String before = "";
    for (Assignment assignment : command.assignments()) {
      write(before + assignment.name() + "=");
      words.word(assignment.value());
      before = " ";
    }
    for (Word word : command.words()) {
      write(before);
      words.word(word);
      before = " ";
    }
    redirections(command.redirections(), before);
  }

  private void redirections(List<Redirection> redirections, String separator) {
    String before = separator;
    for (Redirection redirection : redirections) {
      write(before);
      before = " ";
      redirection.descriptor().ifPresent(digit -> write(String.valueOf(digit)));
      if (redirection instanceof Redirection.File file) {
        write(file.direction().operator());
        words.word(file.target());
      } else if (redirection instanceof Redirection.HereDocument document) {
        write("<<" + HereDocumentText.delimiter(document.text()));
        pending.add(document.text());
      }
    }
  }

  private void compound(CompoundCommand command) {
    Compound compound = command.compound();
    if (compound instanceof Compound.Group group) {
      write("{");
      body(group.body());
      write("}");
    } else if (compound instanceof Compound.Subshell subshell) {
      write("(");
      body(subshell.body());
      write(")");
    } else if (compound instanceof Compound.If conditional) {
      conditional(conditional);
    } else if (compound instanceof Compound.Loop loop) {
      write(loop.until() ? "until " : "while ");
      condition(loop.condition());
      write("do");
      body(loop.body());
      write("done");
    } else if (compound instanceof Compound.For loop) {
      write("for " + loop.name());
      loop.words().ifPresent(this::inWords);
      write("; do");
      body(loop.body());
      write("done");
    } else if (compound instanceof Compound.Case choice) {
      choice(choice);
    } else if (compound instanceof Compound.Test test) {
      test(test);
    }
    redirections(command.redirections(), " ");
  }

  private void inWords(List<Word> list) {
    write(" in");
    for (Word word : list) {
      write(" ");
      words.word(word);
    }
  }

  private void body(Script script) {
    if (onOneLine > 0) {
      write(" ");
      statements(script);
      return;
    }
    endLine();
    depth++;
    statements(script);
    depth--;
  }

  /** On one line with the keyword before it and the one after it. */
  private void condition(Script script) {
    write("");
    onOneLine++;
    statements(script);
    onOneLine--;
  }

  private void conditional(Compound.If conditional) {
    String keyword = "if ";
    for (Compound.Branch branch : conditional.branches()) {
      write(keyword);
      condition(branch.condition());
      write("then");
      body(branch.body());
      keyword = "elif ";
    }
    if (!conditional.otherwise().isEmpty()) {
      write("else");
      body(conditional.otherwise());
    }
    write("fi");
  }

  private void choice(Compound.Case command) {
    write("case ");
    words.word(command.subject());
    write(" in");
    lineOrBlank();
    for (Compound.Choice choice : command.choices()) {
      String before = "";
      for (Word pattern : choice.patterns()) {
        write(before);
        words.word(pattern);
        before = " | ";
      }
      write(")");
      body(choice.body());
      write(";;");
      lineOrBlank();
    }
    write("esac");
  }

  private void lineOrBlank() {
    if (onOneLine == 0) {
      endLine();
    } else {
      write(" ");
    }
  }

  private void test(Compound.Test test) {
    write("[[ ");
    for (TestToken token : test.tokens()) {
      if (token instanceof TestToken.Operand operand) {
        words.word(operand.word());
      } else if (token instanceof TestToken.Operator operator) {
        write(operator.text());
      }
      write(" ");
    }
    write("]]");
  }
}
