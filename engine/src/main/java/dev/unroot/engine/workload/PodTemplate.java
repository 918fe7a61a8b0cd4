package dev.unroot.engine.workload;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod template, or a pod: {@code metadata} and {@code spec}. Never changes; {@link #with} and
 * {@link #without} make a changed copy. Fields that unroot does not know are kept.
 *
 * <p>Its object's values are maps with text keys, lists, texts, whole numbers and flags.
 */
public final class PodTemplate {
  private static final FieldPath SECURITY_CONTEXT = FieldPath.of("spec.securityContext");

  private final Map<String, Object> object;

  // Every control and every remedy asks for these; two threads that make one of them make the same.
  private @Nullable List<Container> containers;
  private @Nullable Fields spec;

  /** Copies the outermost object; the inner ones are never changed by anything in this module. */
  public PodTemplate(Map<String, Object> object) {
    this.object = Collections.unmodifiableMap(new LinkedHashMap<>(object));
  }

  /** The template's object. */
  public Map<String, Object> object() {
    return object;
  }

  /** The pod's spec. */
  public Fields spec() {
    Fields made = spec;
    if (made == null) {
      made = Fields.of(object).object("spec");
      spec = made;
    }
    return made;
  }

  /** The pod's metadata. */
  public Fields metadata() {
    return Fields.of(object).object("metadata");
  }

  /** The securityContext of the whole pod; an empty object where there is none. */
  public Fields securityContext() {
    return spec().object("securityContext");
  }

  /** Where a field of the pod's securityContext stands. */
  public static FieldPath securityContextPath(String field) {
    return SECURITY_CONTEXT.field(field);
  }

  /** All containers in the order in which Pod Security looks at them: init, regular, ephemeral. */
  public List<Container> containers() {
    List<Container> made = containers;
    if (made == null) {
      made = List.copyOf(readContainers());
      containers = made;
    }
    return made;
  }

  private List<Container> readContainers() {
    List<Container> all = new ArrayList<>();
    for (Fields init : spec().objects("initContainers", "name")) {
      boolean sidecar = init.text("restartPolicy").filter("Always"::equals).isPresent();
      all.add(new Container(sidecar ? ContainerRole.SIDECAR : ContainerRole.INIT, init));
    }
    for (Fields regular : spec().objects("containers", "name")) {
      all.add(new Container(ContainerRole.REGULAR, regular));
    }
    for (Fields ephemeral : spec().objects("ephemeralContainers", "name")) {
      all.add(new Container(ContainerRole.EPHEMERAL, ephemeral));
    }
    return all;
  }

  /** The pod's volumes. */
  public List<Fields> volumes() {
    return spec().objects("volumes", "name");
  }

  /** Whether the pod is for Windows nodes, where most of Linux's security fields are forbidden. */
  public boolean isWindows() {
    return spec().object("os").text("name").filter("windows"::equals).isPresent();
  }

  /**
   * Whether the pod runs on Windows nodes, be it that only its node selector says so: then Pod
   * Security takes it for a Linux pod, and Linux's fields would do nothing or harm.
   */
  public boolean isForWindows() {
    Fields selector = spec().object("nodeSelector");
    return isWindows()
        || Stream.of("kubernetes.io/os", "beta.kubernetes.io/os")
            .anyMatch(label -> selector.text(label).filter("windows"::equals).isPresent());
  }

  /** Whether the pod runs in a user namespace of its own, where UID 0 is not the node's root. */
  public boolean hasOwnUserNamespace() {
    return spec().flag("hostUsers").filter(flag -> !flag).isPresent();
  }

  /** Whether it could run in one: not together with a namespace of its node. */
  public boolean mayHaveOwnUserNamespace() {
    return !isForWindows()
        && Stream.of("hostNetwork", "hostPID", "hostIPC")
            .noneMatch(field -> spec().flag(field).orElse(false));
  }

  /** A copy with {@code value} at {@code path}. */
  public PodTemplate with(FieldPath path, Object value) {
    return new PodTemplate(path.set(object, value));
  }

  /** A copy with nothing at {@code path}. */
  public PodTemplate without(FieldPath path) {
    return new PodTemplate(path.remove(object));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PodTemplate template && object.equals(template.object);
  }

  @Override
  public int hashCode() {
    return object.hashCode();
  }

  @Override
  public String toString() {
    return "PodTemplate" + object;
  }
}
