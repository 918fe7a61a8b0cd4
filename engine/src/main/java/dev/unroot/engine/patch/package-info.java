/** Proposals as text that other tools apply: strategic merge patches, deterministic to the byte. */
@NullMarked
package dev.unroot.engine.patch;

import org.jspecify.annotations.NullMarked;
