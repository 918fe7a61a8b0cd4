/** Which workloads are found on a real API server, and what is told of each. */
@NullMarked
package dev.unroot.e2e.apiserver.workloads;

import org.jspecify.annotations.NullMarked;
