/**
 * Real Kubernetes for the tests: {@link dev.unroot.e2e.cluster.ControlPlane} for all that the API
 * server decides, {@link dev.unroot.e2e.cluster.Node} for all that only a running container can
 * show.
 *
 * <p>Both are started by {@code e2e/cluster/cluster}, the same script that a developer uses by
 * hand; this package only finds what it needs, drives it, and hands out clients. A test class asks
 * for one by extension and constructor parameter:
 *
 * <pre>{@code
 * @ExtendWith(ControlPlaneExtension.class)
 * class SomethingIT {
 *   SomethingIT(ControlPlane controlPlane) { ... }
 * }
 * }</pre>
 */
@NullMarked
package dev.unroot.e2e.cluster;

import org.jspecify.annotations.NullMarked;
