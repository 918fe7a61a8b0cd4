/** What is in the cluster: workloads as the engine sees them, kept up to date by informers. */
@NullMarked
package dev.unroot.operator.inventory;

import org.jspecify.annotations.NullMarked;
