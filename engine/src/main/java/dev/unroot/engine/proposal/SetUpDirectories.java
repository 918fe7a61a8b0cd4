package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.setup.SetUpCommand;
import dev.unroot.engine.workload.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The directories outside of volumes that set-up changes, and that a volume can stand for.
 *
 * @param made those that the set-up makes, which hold nothing before
 * @param copied those of the image, whose content has to be copied into the volume first
 */
record SetUpDirectories(List<String> made, List<String> copied) {
  static final SetUpDirectories NONE = new SetUpDirectories(List.of(), List.of());

  SetUpDirectories {
    made = List.copyOf(made);
    copied = List.copyOf(copied);
  }

  /** All of them. */
  List<String> all() {
    List<String> all = new ArrayList<>(copied);
    all.addAll(made);
    return all;
  }

  /** With one for {@code path}, which {@code command} changes; nothing where none will do. */
  Optional<SetUpDirectories> with(
      SetUpCommand command, String path, Container container, boolean mayCopy) {
    if (SetUpSplit.isWithin(path, made) || SetUpSplit.isWithin(path, copied)) {
      return Optional.of(this);
    }
    boolean isMade = !command.recursive(); // what is named by a pattern lies in the path
    Optional<String> fresh =
        command.program().equals("mkdir") && ImageDirectory.isPlain(path)
            ? WritableDirectory.of(
                    new Failure.PathNotWritable(
                        container.name(), isMade ? path : path + "/*", isMade, ""))
                .filter(directory -> !directory.holdsContent())
                .map(WritableDirectory::path)
            : Optional.empty();
    if (fresh.isPresent()) {
      List<String> all = new ArrayList<>(made);
      all.add(fresh.get());
      return Optional.of(new SetUpDirectories(all, copied));
    }
    return Optional.of(mayCopy)
        .filter(may -> may)
        .flatMap(may -> ImageDirectory.of(command, path, container))
        .map(this::withCopied);
  }

  /** With {@code directory} in the place of all that is in it. */
  private SetUpDirectories withCopied(String directory) {
    List<String> all = new ArrayList<>(without(copied, directory));
    all.add(directory);
    return new SetUpDirectories(without(made, directory), all);
  }

  private static List<String> without(List<String> directories, String covering) {
    return directories.stream()
        .filter(directory -> !WritableDirectory.isWithin(directory, covering))
        .toList();
  }
}
