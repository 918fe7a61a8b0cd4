/**
 * Kubernetes objects as immutable trees: reading them from YAML or JSON with the line of every
 * field, looking at typed fields, and naming and changing one field by its path.
 */
@NullMarked
package dev.unroot.engine.document;

import org.jspecify.annotations.NullMarked;
