/**
 * What is written on the resources: conditions, counts, phases and events, each bounded in size.
 */
@NullMarked
package dev.unroot.operator.status;

import org.jspecify.annotations.NullMarked;
