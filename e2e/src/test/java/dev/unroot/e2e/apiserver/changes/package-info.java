/** Plans while workloads, plans and ceilings change, and while nothing does. */
@NullMarked
package dev.unroot.e2e.apiserver.changes;

import org.jspecify.annotations.NullMarked;
