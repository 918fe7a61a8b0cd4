/** What a trial does in the cluster, and all that it does there. */
@NullMarked
package dev.unroot.operator.trial.cluster;

import org.jspecify.annotations.NullMarked;
