package dev.unroot.cli.patches;

import dev.unroot.cli.manifest.InventoryReader;
import dev.unroot.cli.plan.PlannedWorkload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes the patches of a run into a folder. The same run writes the same bytes; a patch that is no
 * longer needed is removed; a file that is not unroot's own is never touched.
 */
public final class PatchFolder {
  private final Path folder;

  private PatchFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What was written.
   *
   * @param patches how many patches there are
   * @param notes what a person should know of it
   */
  public record Written(int patches, List<String> notes) {}

  /** The folder cannot be used; the message says why and what to do. */
  public static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String what) {
      super(what);
    }
  }

  /** Makes {@code folder} hold the patches of {@code workloads} and a kustomization. */
  public static Written write(Path folder, List<PlannedWorkload> workloads)
      throws UnusableException {
    PatchSet patches = PatchSet.of(workloads);
    try {
      new PatchFolder(folder).replace(patches.files());
    } catch (IOException e) {
      throw new UnusableException(folder + ": cannot be written: " + e.getMessage());
    }
    return new Written(patches.patches(), patches.notes());
  }

  private void replace(Map<String, String> wanted) throws IOException, UnusableException {
    if (folder.toString().isEmpty()) {
      throw new UnusableException("an empty path; name a folder");
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UnusableException(folder + ": is a file; name a folder");
    }
    List<Path> present = present();
    for (String name : wanted.keySet()) {
      Path file = folder.resolve(name);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isOwn(file)) {
        throw new UnusableException(
            file + ": was not written by unroot and stays; name another folder, or move it away");
      }
    }
    for (Path file : present) {
      if (!wanted.containsKey(relative(file)) && isOwn(file)) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, String> entry : new TreeMap<>(wanted).entrySet()) {
      write(folder.resolve(entry.getKey()), entry.getValue());
    }
  }

  private String relative(Path file) {
    return folder.relativize(file).toString();
  }

  /** The patches in the folder and in those for single namespaces just below it. */
  private List<Path> present() throws IOException, UnusableException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      for (Path child : children(folder)) {
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(child)) {
          files.addAll(children(child));
        } else {
          files.add(child);
        }
      }
    }
    return files.stream().filter(file -> file.toString().endsWith(".yaml")).toList();
  }

  /** What stands in {@code parent}: no link, which could lead out of the folder. */
  private static List<Path> children(Path parent) throws IOException, UnusableException {
    List<Path> children;
    try (Stream<Path> list = Files.list(parent)) {
      children = list.sorted().toList();
    }
    for (Path child : children) {
      if (Files.isSymbolicLink(child)) {
        throw new UnusableException(
            child
                + ": is a symbolic link, which unroot does not follow; remove it, or name"
                + " another folder");
      }
    }
    return children;
  }

  private static boolean isOwn(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
            .startsWith(InventoryReader.OWN_MARK);
  }

  /** Writes beside and renames, so that nobody sees half a file. */
  private static void write(Path file, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return;
    }
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    // Not Files.createTempFile: what that makes, nobody else may read.
    Path beside = file.resolveSibling(".unroot-" + UUID.randomUUID() + ".tmp");
    try {
      Files.write(beside, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
