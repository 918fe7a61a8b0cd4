package dev.unroot.operator;

import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.operator.health.HealthServer;
import dev.unroot.operator.inventory.WorkloadInventory;
import dev.unroot.operator.migration.MigrationReconciler;
import dev.unroot.operator.plan.PlanReconciler;
import dev.unroot.operator.status.EventRecorder;
import dev.unroot.operator.status.MigrationStatusFactory;
import dev.unroot.operator.trial.KubernetesTrialCluster;
import dev.unroot.operator.trial.TrialPodFactory;
import dev.unroot.operator.trial.TrialStage;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator put together from its parts. */
public final class UnrootOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UnrootOperator.class);
  private static final String LEASE = "unroot-operator";

  private final WorkloadInventory inventory;
  private final Operator operator;
  private final HealthServer health;

  private UnrootOperator(WorkloadInventory inventory, Operator operator, HealthServer health) {
    this.inventory = inventory;
    this.operator = operator;
    this.health = health;
  }

  /** Starts the operator: returns once it watches, or waits for its turn to lead. */
  public static UnrootOperator start(KubernetesClient client, Settings settings) {
    Clock clock = Clock.systemUTC();
    String identity = "unroot-" + UUID.randomUUID();
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(metrics);
    Operator operator =
        new Operator(
            configuration -> {
              configuration
                  .withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  .withUseSSAToPatchPrimaryResource(true)
                  .withStopOnInformerErrorDuringStartup(false)
                  .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(metrics));
              settings
                  .leaseNamespace()
                  .ifPresent(
                      namespace ->
                          configuration.withLeaderElectionConfiguration(
                              LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                                  .withLeaseNamespace(namespace)
                                  .withIdentity(identity)
                                  .build()));
            });
    Knowledge base = Knowledge.of(settings.imageFacts());
    EventRecorder events = new EventRecorder(client, clock, identity);
    WorkloadInventory inventory = new WorkloadInventory(client, settings.namespaces());
    TrialStage trials =
        new TrialStage(
            new KubernetesTrialCluster(client),
            new TrialPodFactory(client.getKubernetesSerialization(), settings.trialPriorityClass()),
            base,
            settings.observerImage(),
            clock);
    MigrationStatusFactory statuses =
        new MigrationStatusFactory(client.getKubernetesSerialization(), clock);
    operator.register(
        new PlanReconciler(client, inventory, base, events, clock),
        configuration -> {
          configure(configuration, settings);
          // Pausing is an annotation, which changes no generation.
          configuration.withGenerationAware(false).withOnUpdateFilter(PlanReconciler::isWorthALook);
        });
    operator.register(
        new MigrationReconciler(client, inventory, base, trials, statuses, events, clock),
        configuration -> configure(configuration, settings));
    HealthServer health =
        new HealthServer(
            settings.httpPort(), () -> true, () -> operator.getRuntimeInfo().isStarted(), metrics);
    inventory.start();
    operator.start();
    LOG.atInfo()
        .addKeyValue("namespaces", settings.namespaces().isEmpty() ? "all" : settings.namespaces())
        .addKeyValue("port", health.port())
        .addKeyValue("imageFacts", settings.imageFacts().facts().size())
        .log("Started");
    return new UnrootOperator(inventory, operator, health);
  }

  /** Both controllers go on for as long as it takes: nothing is lost to trouble that passes. */
  private static void configure(
      ControllerConfigurationOverrider<?> configuration, Settings settings) {
    configuration.withRetry(
        new GenericRetry()
            .setInitialInterval(500)
            .setIntervalMultiplier(2)
            .setMaxInterval(30_000)
            .withoutMaxAttempts());
    if (!settings.namespaces().isEmpty()) {
      configuration.settingNamespaces(settings.namespaces());
    }
  }

  /** The port of probes and metrics. */
  public int httpPort() {
    return health.port();
  }

  @Override
  public void close() {
    operator.stop();
    inventory.close();
    health.close();
  }
}
