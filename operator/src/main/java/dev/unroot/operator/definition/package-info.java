/**
 * The definitions of the custom resources: whether the cluster's are as new as those that the
 * operator was built with.
 */
@NullMarked
package dev.unroot.operator.definition;

import org.jspecify.annotations.NullMarked;
