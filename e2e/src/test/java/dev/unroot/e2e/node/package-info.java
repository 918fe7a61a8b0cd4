/** Tests that need containers to run: root on Linux, {@code mvn verify -Pnode}. */
@NullMarked
package dev.unroot.e2e.node;

import org.jspecify.annotations.NullMarked;
