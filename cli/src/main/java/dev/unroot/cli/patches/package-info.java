/** Proposals as a folder of patches that kustomize uses as it is. */
@NullMarked
package dev.unroot.cli.patches;

import org.jspecify.annotations.NullMarked;
