package dev.unroot.cli.report;

import dev.unroot.cli.parallel.InOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of cells in aligned columns. A table that is too wide takes the room from its widest
 * columns, whose cells then take several lines.
 */
final class Table {
  private static final int GAP = 2;
  private static final int NARROWEST = 12;

  /** One cell; {@code text} may hold line breaks. */
  record Cell(String text, Tint tint) {}

  private final Screen screen;
  private final int indent;
  private final List<List<Cell>> rows = new ArrayList<>();

  Table(Screen screen, int indent) {
    this.screen = screen;
    this.indent = indent;
  }

  void row(Cell... cells) {
    row(Arrays.asList(cells));
  }

  void row(List<Cell> cells) {
    rows.add(List.copyOf(cells));
  }

  /** A line of its own between the rows, not indented. */
  void line(Cell cell) {
    rows.add(List.of(cell));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The table's lines. */
  List<String> lines() {
    int[] widths = widths();
    return InOrder.map(rows, row -> isLine(row) ? lines(row.get(0)) : lines(row, widths)).stream()
        .flatMap(List::stream)
        .toList();
  }

  private List<String> lines(Cell line) {
    return Wrap.lines(line.text(), screen.width()).stream()
        .map(text -> line.tint().paint(text, screen.colour()))
        .toList();
  }

  private static boolean isLine(List<Cell> row) {
    return row.size() == 1;
  }

  private int[] widths() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size() && !isLine(row); i++) {
        for (String line : row.get(i).text().split("\n", -1)) {
          widths[i] = Math.max(widths[i], line.length());
        }
      }
    }
    int room = screen.width() - indent - GAP * Math.max(0, columns - 1);
    while (Arrays.stream(widths).sum() > room) {
      int widest = 0;
      for (int i = 1; i < columns; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= NARROWEST) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private List<String> lines(List<Cell> row, int[] widths) {
    List<List<String>> cells = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < row.size(); i++) {
      cells.add(Wrap.lines(row.get(i).text(), Math.max(1, widths[i])));
      height = Math.max(height, cells.get(i).size());
    }
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < height; y++) {
      StringBuilder line = new StringBuilder(" ".repeat(indent));
      int pending = 0;
      for (int i = 0; i < row.size(); i++) {
        String text = y < cells.get(i).size() ? cells.get(i).get(y) : "";
        if (!text.isEmpty()) {
          line.append(" ".repeat(pending)).append(row.get(i).tint().paint(text, screen.colour()));
          pending = 0;
        }
        pending += widths[i] - text.length() + GAP;
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
