/**
 * What is in the cluster: workloads of all eight kinds as the engine sees them, who controls and
 * owns them, and what their running pods tell, kept up to date by informers.
 */
@NullMarked
package dev.unroot.operator.inventory;

import org.jspecify.annotations.NullMarked;
