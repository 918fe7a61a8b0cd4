package dev.unroot.e2e.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program run to its end: its output is the result, and what it says on the way can be heard
 * while it runs.
 */
public final class Command {

  private static final int LINES_KEPT = 40;

  private final List<String> words;
  private final Map<String, String> environment = new HashMap<>();
  private Duration limit = Duration.ofMinutes(2);
  private boolean audible;

  private Command(List<String> words) {
    this.words = words;
  }

  public static Command of(Object program, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(program.toString());
    words.addAll(List.of(arguments));
    return new Command(words);
  }

  Command with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  Command within(Duration duration) {
    limit = duration;
    return this;
  }

  /**
   * Passes on what the program says on standard error, line by line: for programs that take longer
   * than a moment.
   */
  Command audibly() {
    audible = true;
    return this;
  }

  /**
   * Runs it and returns what it wrote to standard output.
   *
   * @throws CommandFailedException when it fails or takes too long, with the last lines of its
   *     standard error
   */
  public String run() {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new CommandFailedException("cannot run " + String.join(" ", words), e);
    }
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(() -> text(process.getInputStream()), this::thread);
    CompletableFuture<String> complaints =
        CompletableFuture.supplyAsync(() -> lastLines(process.getErrorStream()), this::thread);
    if (!ended(process)) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      throw failed("took longer than " + limit.toSeconds() + " s", complaints.join());
    }
    String said = complaints.join();
    if (process.exitValue() != 0) {
      throw failed("failed", said);
    }
    return output.join();
  }

  private boolean ended(Process process) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private CommandFailedException failed(String how, String said) {
    return new CommandFailedException(
        String.join(" ", words) + " " + how + (said.isEmpty() ? "" : ":\n" + said));
  }

  private void thread(Runnable reader) {
    Thread thread = new Thread(reader, "output of " + words.get(0));
    thread.setDaemon(true);
    thread.start();
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String lastLines(InputStream stream) {
    Deque<String> lines = new ArrayDeque<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (audible) {
          System.err.println(line);
        }
        lines.addLast(line);
        if (lines.size() > LINES_KEPT) {
          lines.removeFirst();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return String.join("\n", lines);
  }
}
