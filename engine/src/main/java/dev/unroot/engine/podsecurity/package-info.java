/**
 * What the Pod Security Standards say of a pod, for every policy version: one class a control.
 *
 * <p>Each is headed by the level and the version that it came with (v1.0 where it names none), and
 * by the fields that it restricts, with what they may be. There, {@code spec.containers[*]} stands
 * for the containers of every kind: regular, init, sidecar and ephemeral ones. A field that is
 * {@code null} is unset.
 */
@NullMarked
package dev.unroot.engine.podsecurity;

import org.jspecify.annotations.NullMarked;
