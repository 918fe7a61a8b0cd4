/** Which workloads may be tried at all, by what they are. */
@NullMarked
package dev.unroot.operator.eligibility;

import org.jspecify.annotations.NullMarked;
