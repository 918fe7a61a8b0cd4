/**
 * What administrators allow in the whole cluster, and no plan exceeds: how far plans go, where,
 * with which images, and how much is tried at once. Pure but for {@code CeilingsFile}, which reads,
 * and {@code CeilingsWatch}, which looks again.
 */
@NullMarked
package dev.unroot.operator.ceiling;

import org.jspecify.annotations.NullMarked;
