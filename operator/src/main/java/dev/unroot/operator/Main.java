package dev.unroot.operator;

import dev.unroot.operator.apiserver.ChaChaFirst;
import dev.unroot.operator.ceiling.CeilingsFile;
import dev.unroot.operator.ceiling.CeilingsReading;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.TlsVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the operator against the kubeconfig at hand, or inside a cluster. */
@Command(
    name = "unroot operator",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Runs the operator: against the current kubeconfig ($KUBECONFIG), or inside a cluster as its service account.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done: it only told its usage or version",
      "1:could not start (image facts, a failure table or ceilings that cannot be used included), or lost the leader's lease",
      "2:wrong options",
      "130, 143:stopped by a signal"
    })
public final class Main implements Callable<Integer> {
  private static final long STOPPING_MILLIS = 15_000;

  @Option(
      names = "--namespaces",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "${env:UNROOT_NAMESPACES:-}",
      description = "Work in these namespaces only. Default: the whole cluster.")
  private List<String> namespaces = List.of();

  @Option(
      names = "--observer-image",
      paramLabel = "IMAGE",
      defaultValue = "${env:UNROOT_OBSERVER_IMAGE:-" + Settings.DEFAULT_OBSERVER_IMAGE + "}",
      description =
          "Image of the observer in trial pods: a shell with cat, grep and sleep. Default: ${DEFAULT-VALUE}.")
  private String observerImage = Settings.DEFAULT_OBSERVER_IMAGE;

  @Option(
      names = "--image-volumes",
      defaultValue = "${env:UNROOT_IMAGE_VOLUMES:-false}",
      description =
          "The cluster has image volumes (feature gate ImageVolume, and a runtime that knows them): observers read"
              + " from them which users images have. Default: false.")
  private boolean imageVolumes;

  @Option(
      names = "--trial-priority-class",
      paramLabel = "NAME",
      defaultValue = "${env:UNROOT_TRIAL_PRIORITY_CLASS:-" + Settings.DEFAULT_PRIORITY_CLASS + "}",
      description =
          "PriorityClass of trial pods, below everything else. Default: ${DEFAULT-VALUE}.")
  private String trialPriorityClass = Settings.DEFAULT_PRIORITY_CLASS;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "${env:UNROOT_HTTP_PORT:-8080}",
      description = "Port of /livez, /readyz and /metrics; 0 takes a free one. Default: 8080.")
  private int httpPort = 8080;

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAME",
      defaultValue = "${env:UNROOT_LEASE_NAMESPACE:-}",
      description = "Elect a leader by a Lease in this namespace. Default: no election.")
  private String leaseNamespace = "";

  @Option(
      names = "--image-facts",
      paramLabel = "PATH",
      defaultValue = "${env:UNROOT_IMAGE_FACTS:-}",
      description =
          "What is known of images: a file, or a folder of files, looked at before the built-in facts."
              + " Read at start. Default: the built-in facts alone.")
  private String imageFacts = "";

  @Option(
      names = "--failure-table",
      paramLabel = "PATH",
      defaultValue = "${env:UNROOT_FAILURE_TABLE:-}",
      description =
          "What lines of logs mean: a file, or a folder of files, asked before the built-in rows."
              + " Read at start. Default: the built-in rows alone.")
  private String failureTable = "";

  @Option(
      names = "--ceilings",
      paramLabel = "PATH",
      defaultValue = "${env:UNROOT_CEILINGS:-}",
      description =
          "What no plan may exceed: a file, or a folder that holds one. Read at start and whenever it"
              + " changes. Default: no ceilings but 10 trials at once.")
  private String ceilings = "";

  @Option(
      names = "--log",
      paramLabel = "FORMAT",
      defaultValue = "${env:UNROOT_LOG:-text}",
      description =
          "Log lines for people (text) or for programs (json). Default: ${DEFAULT-VALUE}.")
  private LogFormat log = LogFormat.text;

  /** The version of the jar at hand. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"unroot " + (version == null ? "(not packaged)" : version)};
    }
  }

  /** How log lines are written. */
  enum LogFormat {
    /** For people. */
    text,
    /** For programs: one JSON object a line. */
    json
  }

  /** Runs until the process is asked to stop. */
  public static void main(String[] arguments) {
    int status =
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    System.setProperty("logback.configurationFile", "logback-" + log + ".xml");
    ImageFactsFiles.Read facts = ImageFactsFiles.read(imageFacts);
    FailureTableFiles.Read failures = FailureTableFiles.read(failureTable);
    Optional<CeilingsFile> ceilingsFile = present(ceilings).map(CeilingsFile::new);
    Settings settings =
        new Settings(
            Set.copyOf(namespaces.stream().filter(name -> !name.isBlank()).toList()),
            observerImage,
            imageVolumes,
            present(trialPriorityClass),
            httpPort,
            present(leaseNamespace),
            facts.facts(),
            failures.table(),
            ceilingsFile);
    // Beyond a few quick tries, trouble goes to the reconcilers, which show it and back off.
    Config config =
        new ConfigBuilder(Config.autoConfigure(null)).withRequestRetryBackoffLimit(3).build();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new ChaChaFirst(protocols(config)))
            .build();
    List<String> problems = new ArrayList<>(facts.problems());
    problems.addAll(failures.problems());
    if (ceilingsFile.map(CeilingsFile::read).orElse(null) instanceof CeilingsReading.Broken wrong) {
      problems.addAll(wrong.problems());
    }
    problems.addAll(Preflight.problems(client, settings));
    if (!problems.isEmpty()) {
      problems.forEach(problem -> System.err.println("unroot operator: " + problem));
      return 1;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    try {
      UnrootOperator operator = UnrootOperator.start(client, settings);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator, stopped), "stop"));
    } catch (RuntimeException e) {
      System.err.println("unroot operator: could not start: " + rootMessage(e));
      return 1;
    }
    stopped.await();
    return 0;
  }

  /** Stops in order, but never waits long for an API server that does not answer any more. */
  private static void stop(UnrootOperator operator, CountDownLatch stopped) {
    Thread closing = new Thread(operator::close, "close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(STOPPING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stopped.countDown();
  }

  private static List<String> protocols(Config config) {
    return Arrays.stream(config.getTlsVersions()).map(TlsVersion::javaName).toList();
  }

  private static Optional<String> present(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(text);
  }

  private static String rootMessage(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
