package dev.unroot.operator.trial.record;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.ImageFileUser;
import dev.unroot.api.v1alpha1.ObservedContainer;
import dev.unroot.api.v1alpha1.ObservedUser;
import dev.unroot.api.v1alpha1.ObservedVolume;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.TrialVolumes;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.ImageUser;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.ListeningPort;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.ProcessIdentity;
import dev.unroot.engine.evidence.StartedAs;
import dev.unroot.engine.evidence.VolumeOwner;
import dev.unroot.engine.evidence.VolumePlace;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.search.CandidateSearch;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.Storage;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a trial learned, as it is written in a status and read back. Status may have been edited by
 * somebody: a record that is not whole counts for nothing, what does not fit is passed over, and
 * what fits can lead to no proposal that weakens a workload.
 */
public final class TrialRecords {
  private static final Pattern PORT = Pattern.compile("(?<port>[0-9]{1,5})/(?<protocol>tcp|udp)");
  private static final int MAXIMUM_ENTRIES = 16;

  /** The kind of evidence of a pod that was not cut off from the network. */
  static final String NOT_ISOLATED = "NotIsolated";

  /** More are not needed to tell one user from several. */
  private static final int MAXIMUM_USERS = 8;

  private static final int MAXIMUM_SUBJECT = 200;

  private TrialRecords() {}

  /** Whether {@code trial} is as a trial writes it. */
  static boolean isWhole(TrialStatus trial) {
    List<TrialAttempt> attempts = trial.attempts();
    TrialAttempt last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    Integer by = trial.provedBy();
    boolean proved =
        by != null
            && by > 0
            && by < attempts.size()
            && (attempts.get(by).outcome() == AttemptOutcome.Healthy
                || attempts.get(by).volumes() == TrialVolumes.Empty);
    return IntStream.range(0, attempts.size()).allMatch(i -> isWhole(attempts.get(i), i))
        && trial.images().stream().allMatch(i -> i.container() != null && i.digest() != null)
        && trial.learned().evidence().stream().allMatch(TrialRecords::isWhole)
        && (trial.verdict() == null || last != null)
        && (trial.verdict() != TrialVerdict.Verified || proved);
  }

  private static boolean isWhole(TrialAttempt attempt, int index) {
    return attempt.number() == index
        && attempt.role() == (index == 0 ? AttemptRole.Control : AttemptRole.Candidate)
        && attempt.pod() != null
        && attempt.outcome() != null
        && isTime(attempt.startedAt())
        && attempt.evidence().stream().allMatch(TrialRecords::isWhole)
        && attempt.observed().stream().allMatch(TrialRecords::isWhole);
  }

  private static boolean isWhole(Evidence evidence) {
    return evidence.kind() != null && evidence.line() != null;
  }

  private static boolean isWhole(ObservedContainer observed) {
    return observed.container() != null
        && observed.users().stream()
            .allMatch(user -> user.uid() >= 0 && user.gid() >= 0 && user.command() != null)
        && observed.volumes().stream().allMatch(TrialRecords::isWhole);
  }

  private static boolean isWhole(ObservedVolume volume) {
    String subPath = volume.subPath();
    return volume.volume() != null
        && (subPath == null || !subPath.startsWith("/") && !subPath.contains(".."))
        && volume.uid() >= 0
        && volume.gid() >= 0
        && volume.mode() != null
        && volume.mode().matches("[0-7]{1,4}");
  }

  private static boolean isTime(@Nullable String text) {
    if (text == null) {
      return false;
    }
    try {
      Instant.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /**
   * The search that led to candidate {@code number} of {@code trial}, by what the attempts before
   * it came to.
   */
  static CandidateSearch search(
      PodTemplate template, Target target, Knowledge base, TrialStatus trial, int number) {
    CandidateSearch search =
        CandidateSearch.begin(
            template,
            target,
            base.withObservations(observations(trial))
                .withFailures(failures(trial.learned().evidence())));
    for (TrialAttempt attempt : trial.attempts()) {
      if (attempt.role() == AttemptRole.Candidate && attempt.number() < number) {
        search = after(search, attempt, template);
      }
    }
    return search;
  }

  private static CandidateSearch after(
      CandidateSearch search, TrialAttempt attempt, PodTemplate template) {
    if (isProof(attempt, template)) {
      List<Failure> complaints =
          attempt.outcome() == AttemptOutcome.Healthy ? failures(attempt) : List.of();
      return complaints.isEmpty() ? search.afterSuccess() : search.afterComplaint(complaints);
    }
    return attempt.outcome() == AttemptOutcome.Failed
        ? search.afterFailure(failures(attempt, template))
        : search;
  }

  /** What it failed on; on an empty volume, that it was empty is a reason, too. */
  private static List<Failure> failures(TrialAttempt attempt, PodTemplate template) {
    List<Failure> failures = new ArrayList<>(failures(attempt));
    if (attempt.volumes() == TrialVolumes.Empty) {
      Set<String> failed = failures.stream().map(Failure::container).collect(Collectors.toSet());
      for (Storage storage : Storage.of(template)) {
        template.containers().stream()
            .filter(
                container -> failed.contains(container.name()) && storage.isMountedBy(container))
            .map(container -> new Failure.EmptyVolume(container.name(), storage.volume(), ""))
            .forEach(failures::add);
      }
    }
    return failures;
  }

  /**
   * Whether {@code attempt} ends the proof of its candidate: a candidate for a workload with
   * storage is tried on what the control left first, and then on empty volumes. That it fails there
   * says nothing where its storage is never empty again.
   */
  static boolean isProof(TrialAttempt attempt, PodTemplate template) {
    if (attempt.role() != AttemptRole.Candidate || attempt.volumes() == TrialVolumes.AsLeft) {
      return false;
    }
    boolean tolerated =
        attempt.outcome() == AttemptOutcome.Failed
            && attempt.volumes() == TrialVolumes.Empty
            && Storage.of(template).stream().noneMatch(Storage::madePerPod);
    return attempt.outcome() == AttemptOutcome.Healthy || tolerated;
  }

  /** {@code base} and everything that the attempts of {@code trial} taught. */
  public static Knowledge knowledge(
      PodTemplate template, Target target, Knowledge base, TrialStatus trial) {
    return search(template, target, base, trial, trial.attempts().size()).knowledge();
  }

  /** What was seen of the control. */
  public static List<Observation> observations(TrialStatus trial) {
    return trial.attempts().stream()
        .filter(attempt -> attempt.number() == 0)
        .flatMap(attempt -> attempt.observed().stream())
        .map(TrialRecords::observation)
        .toList();
  }

  /** Why an attempt failed. */
  static List<Failure> failures(TrialAttempt attempt) {
    return failures(attempt.evidence());
  }

  /** What pods failed on, as it is on record. */
  public static List<Failure> failures(List<Evidence> evidence) {
    return evidence.stream().map(TrialRecords::failure).toList();
  }

  public static Evidence evidence(Failure failure) {
    String kind = failure.getClass().getSimpleName();
    String subject = null;
    if (failure instanceof Failure.PathNotWritable path) {
      subject = path.path();
      kind = path.makesDirectory() ? "DirectoryNotMade" : kind;
    } else if (failure instanceof Failure.PortNotPermitted port) {
      subject = Integer.toString(port.port());
    } else if (failure instanceof Failure.OperationNotPermitted operation) {
      subject = operation.operation() + operation.path().map(at -> " " + at).orElse("");
    } else if (failure instanceof Failure.HomeNotWritable home) {
      subject = home.path().orElse(null);
    }
    return subject != null && subject.length() > MAXIMUM_SUBJECT
        ? new Evidence(failure.container(), "Unexplained", null, failure.line())
        : new Evidence(failure.container(), kind, subject, failure.line());
  }

  public static List<Evidence> evidence(List<Failure> failures) {
    return failures.stream().limit(MAXIMUM_ENTRIES).map(TrialRecords::evidence).toList();
  }

  private static Failure failure(Evidence evidence) {
    String container = evidence.container() == null ? "" : evidence.container();
    String subject = evidence.subject() == null ? "" : evidence.subject();
    String line = evidence.line();
    return switch (evidence.kind()) {
      case "PathNotWritable" -> new Failure.PathNotWritable(container, subject, false, line);
      case "DirectoryNotMade" -> new Failure.PathNotWritable(container, subject, true, line);
      case "PortNotPermitted" ->
          subject.matches("[0-9]{1,5}")
              ? new Failure.PortNotPermitted(container, Integer.parseInt(subject), line)
              : new Failure.Unexplained(container, line);
      case "ExecNotPermitted" -> new Failure.ExecNotPermitted(container, line);
      case "OperationNotPermitted" -> operation(container, subject, line);
      case "RequiresRoot" -> new Failure.RequiresRoot(container, line);
      case "UnknownUser" -> new Failure.UnknownUser(container, line);
      case "HomeNotWritable" ->
          new Failure.HomeNotWritable(
              container, Optional.of(subject).filter(path -> !path.isEmpty()), line);
      case "ImageUserRefused" -> new Failure.ImageUserRefused(container, line);
      case "NoUserNamespace" -> new Failure.NoUserNamespace(container, line);
      default -> new Failure.Unexplained(container, line);
    };
  }

  /** Written as the operation, and what it was to be done to after a blank. */
  private static Failure operation(String container, String subject, String line) {
    int blank = subject.indexOf(' ');
    return blank < 0
        ? new Failure.OperationNotPermitted(container, subject, Optional.empty(), line)
        : new Failure.OperationNotPermitted(
            container,
            subject.substring(0, blank),
            Optional.of(subject.substring(blank + 1)),
            line);
  }

  public static ObservedContainer observed(Observation observation) {
    return new ObservedContainer(
        observation.container(),
        observation.identities().stream()
            .limit(MAXIMUM_USERS)
            .map(identity -> new ObservedUser(identity.uid(), identity.gid(), identity.command()))
            .toList(),
        observation.ports().stream().map(ListeningPort::toString).toList(),
        observation.programs(),
        observation.volumes().stream().limit(MAXIMUM_ENTRIES).map(TrialRecords::volume).toList(),
        observation.ownUserNamespace().orElse(null),
        observation.startedAs().orElse(null),
        observation.imageUsers().stream().map(TrialRecords::imageUser).toList());
  }

  private static ImageFileUser imageUser(ImageUser user) {
    return new ImageFileUser(user.name(), user.uid(), user.gid(), user.directory().orElse(null));
  }

  private static ObservedVolume volume(VolumeOwner owner) {
    return new ObservedVolume(
        owner.place().volume(),
        owner.place().subPath().isEmpty() ? null : owner.place().subPath(),
        owner.uid(),
        owner.gid(),
        String.format("%04o", owner.mode()));
  }

  private static VolumeOwner owner(ObservedVolume volume) {
    String subPath = volume.subPath();
    return new VolumeOwner(
        new VolumePlace(volume.volume(), subPath == null ? "" : subPath),
        volume.uid(),
        volume.gid(),
        Integer.parseInt(volume.mode(), 8));
  }

  static Observation observation(ObservedContainer observed) {
    return new Observation(
        observed.container(),
        observed.users().stream()
            .map(user -> new ProcessIdentity(user.uid(), user.gid(), user.command()))
            .toList(),
        observed.ports().stream().flatMap(port -> port(port).stream()).toList(),
        observed.programs(),
        observed.volumes().stream().map(TrialRecords::owner).toList(),
        Optional.ofNullable(observed.ownUserNamespace()),
        Optional.ofNullable(observed.startedAs()),
        observed.imageUsers().stream()
            .filter(user -> user.uid() > 0 && user.uid() <= StartedAs.HIGHEST_ID)
            .map(
                user ->
                    new ImageUser(
                        String.valueOf(user.name()),
                        user.uid(),
                        user.gid(),
                        Optional.ofNullable(user.directory())))
            .toList());
  }

  private static Optional<ListeningPort> port(String text) {
    Matcher matcher = PORT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ListeningPort(
                ListeningPort.Protocol.valueOf(matcher.group("protocol").toUpperCase(Locale.ROOT)),
                Integer.parseInt(matcher.group("port"))))
        : Optional.empty();
  }
}
