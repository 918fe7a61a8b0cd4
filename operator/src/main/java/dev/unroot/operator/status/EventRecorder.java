package dev.unroot.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Kubernetes Events, one for each thing that happened. Events are for people who look:
 * losing one loses nothing, so a failure to write one is logged and no more.
 */
public final class EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int MAXIMUM_NOTE = 1024;
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final Clock clock;
  private final String instance;

  /** Writes through {@code client} in the name of {@code instance}, which names this process. */
  public EventRecorder(KubernetesClient client, Clock clock, String instance) {
    this.client = client;
    this.clock = clock;
    this.instance = instance;
  }

  /** Whether an event is good news or asks for attention. */
  public enum Kind {
    /** As hoped. */
    Normal,
    /** A person should look. */
    Warning
  }

  /**
   * Records that {@code action} was done to {@code regarding}, with a reason for programs and a
   * note for people.
   */
  public void record(HasMetadata regarding, Kind kind, String reason, String action, String note) {
    ObjectReference reference =
        new ObjectReferenceBuilder()
            .withApiVersion(regarding.getApiVersion())
            .withKind(regarding.getKind())
            .withNamespace(regarding.getMetadata().getNamespace())
            .withName(regarding.getMetadata().getName())
            .withUid(regarding.getMetadata().getUid())
            .build();
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(prefix(regarding.getMetadata().getName()))
            .withNamespace(regarding.getMetadata().getNamespace())
            .endMetadata()
            .withEventTime(new MicroTime(MICROSECONDS.format(clock.instant())))
            .withReportingController("unroot.dev/operator")
            .withReportingInstance(instance)
            .withType(kind.name())
            .withReason(reason)
            .withAction(action)
            .withNote(note.length() > MAXIMUM_NOTE ? note.substring(0, MAXIMUM_NOTE) : note)
            .withRegarding(reference)
            .build();
    try {
      client
          .events()
          .v1()
          .events()
          .inNamespace(regarding.getMetadata().getNamespace())
          .resource(event)
          .create();
    } catch (KubernetesClientException e) {
      LOG.atWarn()
          .addKeyValue("reason", reason)
          .log("Could not write an event: {}", e.getMessage());
    }
  }

  private static String prefix(String name) {
    return (name.length() > 40 ? name.substring(0, 40) : name).replace('.', '-') + "-";
  }
}
