/** Proposals written into the manifests themselves, so that only the lines that must change do. */
@NullMarked
package dev.unroot.cli.fix;

import org.jspecify.annotations.NullMarked;
