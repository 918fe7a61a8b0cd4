/** Which plan claims which workload, and what the engine says of it. */
@NullMarked
package dev.unroot.cli.plan;

import org.jspecify.annotations.NullMarked;
