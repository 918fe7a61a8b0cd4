package dev.unroot.cli;

import dev.unroot.cli.manifest.InventoryReader;
import dev.unroot.engine.document.PrintableText;
import java.io.PrintStream;

/** One line on a terminal that tells what is going on, once a run takes longer than one expects. */
final class Progress implements InventoryReader.Progress {
  private static final long PATIENCE_NANOS = 2_000_000_000L;
  private static final long PERIOD_NANOS = 100_000_000L;
  private static final int WIDTH = 70;

  private final PrintStream err;
  private final boolean shown;
  private final long start = System.nanoTime();
  private long last = start + PATIENCE_NANOS;
  private boolean open;

  /** Shows nothing unless {@code shown}. */
  Progress(PrintStream err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  @Override
  public synchronized void reading(String file, int done, int all) {
    long now = System.nanoTime();
    if (shown && now - last >= PERIOD_NANOS) {
      last = now;
      open = true;
      String name = PrintableText.line(file);
      String tail =
          name.length() > WIDTH - 30 ? "..." + name.substring(name.length() - WIDTH + 33) : name;
      err.print("\r\u001b[Kreading file " + (done + 1) + " of " + all + ": " + tail);
      err.flush();
    }
  }

  /** Takes the line away. */
  synchronized void end() {
    if (open) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }
}
