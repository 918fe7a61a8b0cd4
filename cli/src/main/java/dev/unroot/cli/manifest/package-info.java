/** Reading manifests: which files, which objects in them, and what is wrong with them by line. */
@NullMarked
package dev.unroot.cli.manifest;

import org.jspecify.annotations.NullMarked;
