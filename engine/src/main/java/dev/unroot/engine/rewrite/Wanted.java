package dev.unroot.engine.rewrite;

import dev.unroot.engine.document.FieldPath;
import java.util.Map;

/**
 * What is to stand at one place of a file.
 *
 * @param document which of the file's documents, counted from 0 as {@link
 *     dev.unroot.engine.document.DocumentReader#split} counts them
 * @param path the object in it that is to change, which has to be there
 * @param before the object as it was when somebody decided that it is to change
 * @param after the object as it is to be
 */
public record Wanted(
    int document, FieldPath path, Map<String, Object> before, Map<String, Object> after) {}
