package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Piece;
import dev.unroot.engine.shell.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values that variables have at a place in a script, as far as they stand in it. */
final class Variables {
  /** The most texts that a word may stand for, to be known. */
  static final int MAXIMUM_VALUES = 32;

  /** The longest text that is known: what doubles itself again and again would never end. */
  private static final int MAXIMUM_LENGTH = 4_096;

  private final Map<String, List<String>> values = new HashMap<>();

  /** One of {@code possible}. */
  void know(String name, List<String> possible) {
    values.put(name, List.copyOf(possible));
  }

  void forget(String name) {
    values.remove(name);
  }

  /**
   * Enters a function that is called by {@code words}.
   *
   * @return the positional parameters outside of it
   */
  Map<String, List<String>> called(List<Word> words) {
    Map<String, List<String>> inner = new HashMap<>();
    boolean whole = true; // whether every word before is one argument
    for (int i = 1; i < words.size() && whole; i++) {
      Optional<List<String>> known = values(words.get(i));
      known.ifPresent(texts -> inner.put(String.valueOf(inner.size() + 1), texts));
      whole = known.isPresent();
    }
    Map<String, List<String>> outer = new HashMap<>(values);
    outer.keySet().removeIf(name -> !name.matches("[1-9][0-9]*"));
    returned(inner);
    return outer;
  }

  /** Leaves a function again, to where {@code outer} are the positional parameters. */
  void returned(Map<String, List<String>> outer) {
    values.keySet().removeIf(name -> name.matches("[1-9][0-9]*"));
    values.putAll(outer);
  }

  /** Every text that {@code word} may stand for; absent where that is not known. */
  Optional<List<String>> values(Word word) {
    return word.literal().map(List::of).or(() -> combined(word.pieces(), false));
  }

  private Optional<List<String>> combined(List<Piece> pieces, boolean quoted) {
    List<String> texts = List.of("");
    for (Piece piece : pieces) {
      Optional<List<String>> next = values(piece, quoted);
      if (next.isEmpty() || next.get().size() * texts.size() > MAXIMUM_VALUES) {
        return Optional.empty();
      }
      List<String> longer = new ArrayList<>();
      for (String text : texts) {
        next.get().forEach(end -> longer.add(text + end));
      }
      if (longer.stream().anyMatch(text -> text.length() > MAXIMUM_LENGTH)) {
        return Optional.empty();
      }
      texts = longer;
    }
    return Optional.of(texts);
  }

  private Optional<List<String>> values(Piece piece, boolean quoted) {
    if (piece instanceof Piece.Quoted text) {
      return Optional.of(List.of(text.text()));
    } else if (piece instanceof Piece.Plain text) {
      return Word.plain(text.text()).literal().map(List::of);
    } else if (piece instanceof Piece.DoubleQuoted inner) {
      return combined(inner.pieces(), true);
    } else if (piece instanceof Piece.Parameter parameter && parameter.operation().isEmpty()) {
      return Optional.ofNullable(values.get(parameter.name()))
          .filter(known -> quoted || known.stream().allMatch(Variables::isOneWord));
    }
    return Optional.empty();
  }

  /** Whether the shell would neither split it nor take it for a pattern. */
  private static boolean isOneWord(String text) {
    return !text.isEmpty() && text.chars().noneMatch(c -> " \t\n*?[\\".indexOf(c) >= 0);
  }
}
