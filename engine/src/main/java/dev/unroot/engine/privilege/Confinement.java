package dev.unroot.engine.privilege;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What holds a container back beside its user and capabilities.
 *
 * @param mayEscalate whether a process may gain privileges that its parent does not have, through
 *     set-user-ID programs or file capabilities
 * @param readOnlyRootFileSystem whether the container's own file system cannot be written
 * @param unmaskedProc whether the parts of {@code /proc} that runtimes hide are there to see
 * @param seLinux the SELinux options in effect, as {@code user:role:type:level}; empty where the
 *     runtime chooses
 */
public record Confinement(
    boolean mayEscalate,
    boolean readOnlyRootFileSystem,
    Profile seccomp,
    Profile appArmor,
    boolean unmaskedProc,
    String seLinux) {

  private static final String APP_ARMOR_ANNOTATION =
      "container.apparmor.security.beta.kubernetes.io/";

  /** What holds {@code container} of {@code template} back. */
  static Confinement of(PodTemplate template, Container container) {
    Fields own = container.securityContext();
    boolean privileged = own.flag("privileged").orElse(false);
    boolean refuses = own.flag("allowPrivilegeEscalation").filter(flag -> !flag).isPresent();
    return new Confinement(
        privileged || !refuses,
        own.flag("readOnlyRootFilesystem").orElse(false),
        privileged ? Profile.of(Profile.Kind.UNCONFINED) : seccomp(template, container),
        privileged ? Profile.of(Profile.Kind.UNCONFINED) : appArmor(template, container),
        privileged || own.text("procMount").filter("Unmasked"::equals).isPresent(),
        seLinux(template, own));
  }

  private static Profile seccomp(PodTemplate template, Container container) {
    return field(container.securityContext(), "seccompProfile")
        .or(() -> field(template.securityContext(), "seccompProfile"))
        .orElseGet(() -> Profile.of(Profile.Kind.UNSET)); // annotations count no more since v1.27
  }

  private static Profile appArmor(PodTemplate template, Container container) {
    return field(container.securityContext(), "appArmorProfile")
        .or(() -> annotation(template, APP_ARMOR_ANNOTATION + container.name()))
        .or(() -> field(template.securityContext(), "appArmorProfile"))
        .orElseGet(() -> Profile.of(Profile.Kind.UNSET));
  }

  private static Optional<Profile> field(Fields securityContext, String field) {
    Fields profile = securityContext.object(field);
    return profile
        .text("type")
        .map(type -> Profile.ofField(type, profile.text("localhostProfile").orElse("")));
  }

  private static Optional<Profile> annotation(PodTemplate template, String name) {
    return Optional.ofNullable(template.metadata().textMap("annotations").get(name))
        .map(Profile::ofAnnotation);
  }

  private static String seLinux(PodTemplate template, Fields own) {
    Fields options =
        own.has("seLinuxOptions")
            ? own.object("seLinuxOptions")
            : template.securityContext().object("seLinuxOptions");
    String label =
        String.join(
            ":", Stream.of("user", "role", "type", "level").map(f -> text(options, f)).toList());
    return label.equals(":::") ? "" : label;
  }

  private static String text(Fields options, String field) {
    return options.text(field).orElse("");
  }
}
