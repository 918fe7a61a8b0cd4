/**
 * The ratchet: once every workload of a namespace meets the target, Pod Security labels keep it so.
 */
@NullMarked
package dev.unroot.operator.guardrail;

import org.jspecify.annotations.NullMarked;
