/**
 * What is known of a workload before anything is tried: public images, and scripts in ConfigMaps.
 */
@NullMarked
package dev.unroot.operator.knowledge;

import org.jspecify.annotations.NullMarked;
