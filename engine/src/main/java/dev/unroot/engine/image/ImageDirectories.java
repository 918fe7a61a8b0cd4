package dev.unroot.engine.image;

import java.util.List;

/**
 * Directories of an image, as absolute paths.
 *
 * @param writable where it writes outside its volumes, and what it finds there may be hidden
 * @param data its declared volumes and where it keeps its data
 * @param content what holds parts of the image that it needs: nothing empty may ever be mounted
 *     there, nor on a directory above
 */
public record ImageDirectories(List<String> writable, List<String> data, List<String> content) {
  /** Copies the lists, so that they never change. */
  public ImageDirectories {
    writable = List.copyOf(writable);
    data = List.copyOf(data);
    content = List.copyOf(content);
  }
}
