package dev.unroot.engine.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads commands that hold commands. */
final class CompoundReader {
  private final Source source;
  private final CommandReader commands;
  private final WordReader words;

  CompoundReader(Source source, CommandReader commands, WordReader words) {
    this.source = source;
    this.commands = commands;
    this.words = words;
  }

  boolean atCompound() {
    return source.peek() == '('
        || Keyword.at(source)
            .filter(k -> !k.ends() && k != Keyword.NOT && k != Keyword.FUNCTION)
            .isPresent();
  }

  Compound compound() {
    if (source.peek() == '(') {
      return subshell();
    }
    Keyword keyword = Keyword.at(source).orElseThrow(source::unexpected);
    source.skip(keyword.text().length());
    return switch (keyword) {
      case OPEN -> group();
      case IF -> conditional();
      case WHILE, UNTIL -> loop(keyword == Keyword.UNTIL);
      case FOR -> loopOverWords();
      case CASE -> choice();
      case TEST -> new TestReader(source, words).test();
      default -> throw source.unexpected();
    };
  }

  private Compound subshell() {
    source.skip(1);
    if (source.peek() == '(') {
      throw source.broken("((, which shells take differently");
    }
    Script body = commands.someScript();
    source.expect(")");
    return new Compound.Subshell(body);
  }

  private Compound group() {
    Script body = commands.someScript();
    expect(Keyword.CLOSE);
    return new Compound.Group(body);
  }

  private Compound conditional() {
    List<Compound.Branch> branches = new ArrayList<>();
    branches.add(branch());
    Script otherwise = Script.EMPTY;
    while (true) {
      Keyword next = Keyword.at(source).orElseThrow(() -> missing(Keyword.FI));
      source.skip(next.text().length());
      switch (next) {
        case ELIF -> branches.add(branch());
        case ELSE -> {
          otherwise = commands.someScript();
          expect(Keyword.FI);
          return new Compound.If(branches, otherwise);
        }
        case FI -> {
          return new Compound.If(branches, otherwise);
        }
        default -> throw source.unexpected();
      }
    }
  }

  private Compound.Branch branch() {
    Script condition = commands.someScript();
    expect(Keyword.THEN);
    return new Compound.Branch(condition, commands.someScript());
  }

  private Compound loop(boolean until) {
    Script condition = commands.someScript();
    return new Compound.Loop(until, condition, body());
  }

  private Script body() {
    expect(Keyword.DO);
    Script body = commands.someScript();
    expect(Keyword.DONE);
    return body;
  }

  private Compound loopOverWords() {
    source.skipBlanks();
    Word name = words.word();
    String text = name.literal().orElse("");
    if (!name.isPlain(text) || !Source.isName(text)) {
      throw source.broken("for with something else than a variable");
    }
    source.skipLines();
    Optional<List<Word>> values = Optional.empty();
    if (Keyword.at(source).isEmpty() && source.startsWith("in")) {
      Word in = words.word();
      if (!in.isPlain("in")) {
        throw source.unexpected();
      }
      values = Optional.of(wordsOfLine());
      if (source.peek() == '\n') {
        source.takeLine();
      } else {
        source.expect(";");
      }
    } else if (source.peek() == ';') {
      source.skip(1);
    }
    source.skipLines();
    return new Compound.For(text, values, body());
  }

  private List<Word> wordsOfLine() {
    List<Word> found = new ArrayList<>();
    source.skipBlanks();
    while (words.atWord()) {
      found.add(words.word());
      source.skipBlanks();
    }
    return found;
  }

  private Compound choice() {
    source.skipBlanks();
    Word subject = words.word();
    source.skipLines();
    if (!words.word().isPlain("in")) {
      throw source.broken("case without in");
    }
    source.skipLines();
    List<Compound.Choice> choices = new ArrayList<>();
    while (Keyword.at(source).filter(k -> k == Keyword.ESAC).isEmpty()) {
      choices.add(choiceOfPatterns());
      source.skipLines();
    }
    expect(Keyword.ESAC);
    return new Compound.Case(subject, choices);
  }

  private Compound.Choice choiceOfPatterns() {
    if (source.peek() == '(') {
      source.skip(1);
      source.skipBlanks();
    }
    List<Word> patterns = new ArrayList<>();
    patterns.add(words.word());
    source.skipBlanks();
    while (source.peek() == '|') {
      source.skip(1);
      source.skipBlanks();
      patterns.add(words.word());
      source.skipBlanks();
    }
    if (patterns.get(0).isPlain(Keyword.ESAC.text())) {
      throw source.unexpected();
    }
    source.expect(")");
    Script body = commands.scriptUntilEnd();
    if (source.startsWith(";;") && source.peek(2) != '&') {
      source.skip(2);
    } else if (Keyword.at(source).filter(k -> k == Keyword.ESAC).isEmpty()) {
      throw source.unexpected();
    }
    return new Compound.Choice(patterns, body);
  }

  private void expect(Keyword keyword) {
    source.skipBlanks();
    if (Keyword.at(source).filter(k -> k == keyword).isEmpty()) {
      throw missing(keyword);
    }
    source.skip(keyword.text().length());
  }

  private NotUnderstoodException missing(Keyword keyword) {
    return source.atEnd() ? source.broken("it ends before " + keyword.text()) : source.unexpected();
  }
}
