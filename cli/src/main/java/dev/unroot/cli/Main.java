package dev.unroot.cli;

import dev.unroot.engine.document.PrintableText;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code unroot}: the commands that need no cluster. */
@Command(
    name = "unroot",
    description = {"Moves Kubernetes workloads off root, from evidence.", ""},
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nCommands:%n",
    footer = {
      "  plan PATH...   Show what runs as root in manifests, why, and what would change that.",
      "  fix PATH...    Show how the manifests have to change for that, or change them.",
      "  operator       Run the operator against the cluster of the current kubeconfig.",
      "",
      "`unroot COMMAND --help` tells more."
    })
public final class Main {
  private static final int HELP_WIDTH = 100;
  private static final int OUTPUT_BUFFER = 1 << 16;

  private Main() {}

  /** Runs the command that {@code args} name and ends the process with its status. */
  public static void main(String[] args) {
    PrintStream out = stream(new BufferedOutputStream(file(FileDescriptor.out), OUTPUT_BUFFER));
    PrintStream err = stream(file(FileDescriptor.err));
    int status = run(args, System.in, out, err, Terminal.fromLauncher());
    out.flush();
    err.flush();
    System.exit(status);
  }

  /** Runs the command that {@code args} name; never throws. */
  static int run(
      String[] args, InputStream in, PrintStream out, PrintStream err, Terminal terminal) {
    boolean colour = !terminal.columns().isEmpty() && !terminal.noColour();
    CommandLine commands =
        new CommandLine(new Main())
            .addSubcommand(new PlanCommand(in, out, err, terminal))
            .addSubcommand(new FixCommand(in, out, err, terminal))
            .setUsageHelpWidth(HELP_WIDTH)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(
                    colour ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
            .setParameterExceptionHandler((e, wrong) -> usageError(e, err))
            .setExecutionExceptionHandler(
                (e, command, result) -> {
                  err.println(
                      PrintableText.line(
                          "error: this is a mistake in unroot itself, please report it: " + e));
                  return ExitStatus.ERROR;
                });
    int status = ExitStatus.NOTHING_TO_DO;
    if (args.length == 0) {
      commands.usage(out);
    } else {
      status = commands.execute(args);
    }
    if (out.checkError()) {
      err.println("error: standard output cannot be written to; what it shows is not complete");
      return ExitStatus.ERROR;
    }
    return status;
  }

  private static int usageError(CommandLine.ParameterException e, PrintStream err) {
    err.println(PrintableText.line("error: " + e.getMessage()));
    PrintWriter writer = new PrintWriter(err, true);
    CommandLine.UnmatchedArgumentException.printSuggestions(e, writer);
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    err.println("`" + command + " --help` shows the usage.");
    return ExitStatus.ERROR;
  }

  private static OutputStream file(FileDescriptor descriptor) {
    return new FileOutputStream(descriptor);
  }

  private static PrintStream stream(OutputStream out) {
    return new PrintStream(out, false, StandardCharsets.UTF_8);
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"unroot " + (version == null ? "(built from classes)" : version)};
    }
  }
}
