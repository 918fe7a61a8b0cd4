package dev.unroot.operator;

import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.operator.ceiling.Ceilings;
import dev.unroot.operator.ceiling.CeilingsFile;
import dev.unroot.operator.ceiling.CeilingsWatch;
import dev.unroot.operator.ceiling.TrialSlots;
import dev.unroot.operator.compact.PackedStore;
import dev.unroot.operator.health.HealthServer;
import dev.unroot.operator.inventory.WorkloadInventory;
import dev.unroot.operator.knowledge.KubernetesConfigMaps;
import dev.unroot.operator.knowledge.WorkloadKnowledge;
import dev.unroot.operator.metrics.LimitMetrics;
import dev.unroot.operator.metrics.MigrationMetrics;
import dev.unroot.operator.metrics.PlanMetrics;
import dev.unroot.operator.migration.MigrationReconciler;
import dev.unroot.operator.plan.PlanReconciler;
import dev.unroot.operator.register.MigrationRegister;
import dev.unroot.operator.rollout.KubernetesRolloutCluster;
import dev.unroot.operator.rollout.RolloutStage;
import dev.unroot.operator.status.EventRecorder;
import dev.unroot.operator.status.MigrationStatusFactory;
import dev.unroot.operator.trial.TrialStage;
import dev.unroot.operator.trial.cluster.KubernetesTrialCluster;
import dev.unroot.operator.trial.cluster.TrialCluster;
import dev.unroot.operator.trial.pod.TrialPodFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator put together from its parts. */
public final class UnrootOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UnrootOperator.class);

  /** Lists come in pages, so that no list of the whole cluster is ever held at once. */
  private static final long PAGE = 200;

  private static final String LEASE = "unroot-operator";

  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final Duration PLAN_INTERVAL = Duration.ofSeconds(1);

  private final Operator operator;
  private final HealthServer health;
  private final List<AutoCloseable> parts;

  private UnrootOperator(Operator operator, HealthServer health, List<AutoCloseable> parts) {
    this.operator = operator;
    this.health = health;
    this.parts = parts;
  }

  /** Starts the operator: returns once it watches, or waits for its turn to lead. */
  public static UnrootOperator start(KubernetesClient client, Settings settings) {
    return start(client, settings, Clock.systemUTC());
  }

  /** Starts an operator that goes by {@code clock}. */
  public static UnrootOperator start(KubernetesClient client, Settings settings, Clock clock) {
    String identity = "unroot-" + UUID.randomUUID();
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(metrics);
    JvmHeapPressureMetrics heap = new JvmHeapPressureMetrics();
    heap.bindTo(metrics);
    Operator operator =
        new Operator(
            configuration -> {
              configuration
                  .withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  .withUseSSAToPatchPrimaryResource(true)
                  .withResourceCloner(new FreshObjects(client.getKubernetesSerialization()))
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
    WorkloadKnowledge base =
        new WorkloadKnowledge(
            Knowledge.of(settings.imageFacts()).withFailureTable(settings.failureTable()),
            new KubernetesConfigMaps(client, clock));
    EventRecorder events = new EventRecorder(client, clock, identity);
    WorkloadInventory inventory = new WorkloadInventory(client, settings.namespaces());
    MigrationRegister register = new MigrationRegister();
    CeilingsWatch ceilings =
        settings
            .ceilings()
            .map(file -> CeilingsWatch.start(file::read, CeilingsWatch.INTERVAL))
            .orElseGet(() -> CeilingsWatch.fixed(Ceilings.none()));
    TrialSlots trialSlots = new TrialSlots(ceilings.current().maximumTrials());
    ceilings.listen(changed -> trialSlots.changeMaximum(changed.maximumTrials()));
    LimitMetrics.bind(metrics, trialSlots, ceilings);
    TrialCluster trialCluster = new KubernetesTrialCluster(client);
    RolloutStage rollouts =
        new RolloutStage(
            new KubernetesRolloutCluster(client, trialCluster), base::failureTable, clock);
    TrialStage trials =
        new TrialStage(
            trialCluster,
            new TrialPodFactory(
                client.getKubernetesSerialization(),
                settings.trialPriorityClass(),
                settings.observerImage(),
                settings.imageVolumes()),
            base,
            settings.observerImage(),
            clock);
    MigrationStatusFactory statuses =
        new MigrationStatusFactory(client.getKubernetesSerialization(), clock);
    PlanReconciler plans =
        new PlanReconciler(
            client,
            inventory,
            register,
            () -> operator.getRuntimeInfo().isStarted(),
            ceilings,
            trialSlots,
            base,
            events,
            clock);
    metrics.getPrometheusRegistry().register(new PlanMetrics(plans::known));
    operator.register(
        plans,
        configuration -> {
          configure(configuration);
          if (!settings.namespaces().isEmpty()) {
            configuration.settingNamespaces(settings.namespaces());
          }
          configuration
              // Pausing is an annotation, which changes no generation.
              .withGenerationAware(false)
              .withOnUpdateFilter(PlanReconciler::isWorthALook)
              .withRateLimiter(new LinearRateLimiter(PLAN_INTERVAL, 1));
        });
    MigrationReconciler migrations =
        new MigrationReconciler(
            client,
            inventory,
            register,
            ceilings,
            trialSlots,
            base,
            trials,
            rollouts,
            statuses,
            events,
            new MigrationMetrics(metrics),
            clock);
    // An informer's store is its own: where there are several namespaces, each has a controller.
    if (settings.namespaces().isEmpty()) {
      operator.register(
          migrations, configuration -> configureMigrations(configuration, client, register));
    }
    settings.namespaces().stream()
        .sorted()
        .forEach(
            namespace ->
                operator.register(
                    migrations,
                    configuration ->
                        configureMigrations(configuration, client, register)
                            .withName("migration-" + namespace)
                            .settingNamespace(namespace)));
    HealthServer health =
        new HealthServer(
            settings.httpPort(), () -> true, () -> operator.getRuntimeInfo().isStarted(), metrics);
    inventory.start();
    // Whoever looks before everything is known only has to look again.
    inventory.awaitComplete(WARM_UP);
    operator.start();
    LOG.atInfo()
        .addKeyValue("namespaces", settings.namespaces().isEmpty() ? "all" : settings.namespaces())
        .addKeyValue("port", health.port())
        .addKeyValue("imageFacts", settings.imageFacts().facts().size())
        .addKeyValue("failureRows", settings.failureTable().rows().size())
        .addKeyValue("ceilings", settings.ceilings().map(CeilingsFile::name).orElse("none"))
        .log("Started");
    return new UnrootOperator(operator, health, List.of(plans, inventory, ceilings, heap));
  }

  /** Both controllers go on for as long as it takes: nothing is lost to trouble that passes. */
  private static void configure(ControllerConfigurationOverrider<?> configuration) {
    configuration.withRetry(
        new GenericRetry()
            .setInitialInterval(500)
            .setIntervalMultiplier(2)
            .setMaxInterval(30_000)
            .withoutMaxAttempts());
  }

  private static ControllerConfigurationOverrider<WorkloadMigration> configureMigrations(
      ControllerConfigurationOverrider<WorkloadMigration> configuration,
      KubernetesClient client,
      MigrationRegister register) {
    configure(configuration);
    return configuration
        // What is on record may be needed once more when its migration is deleted.
        .withTriggerReconcilerOnAllEvents(true)
        .withInformerListLimit(PAGE)
        .withItemStore(
            new PackedStore<>(
                WorkloadMigration.class,
                WorkloadMigration::new,
                client.getKubernetesSerialization(),
                register));
  }

  /** The port of probes and metrics. */
  public int httpPort() {
    return health.port();
  }

  @Override
  public void close() {
    operator.stop();
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("A part of the operator did not stop in order", e);
      }
    }
    health.close();
  }

  /** Migrations come out of their store as objects of whoever asks: they need no copy. */
  private record FreshObjects(KubernetesSerialization serialization) implements Cloner {
    @Override
    public <R extends HasMetadata> R clone(R object) {
      return object instanceof WorkloadMigration ? object : serialization.clone(object);
    }
  }
}
