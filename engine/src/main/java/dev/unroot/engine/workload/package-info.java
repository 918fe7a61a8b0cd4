/**
 * What is looked at: workloads, their pod templates, and the containers in them with their roles.
 */
@NullMarked
package dev.unroot.engine.workload;

import org.jspecify.annotations.NullMarked;
