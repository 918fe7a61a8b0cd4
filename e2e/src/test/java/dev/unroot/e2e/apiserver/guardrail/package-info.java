/** Pod Security labels that a plan proposes and sets, on a real API server. */
@NullMarked
package dev.unroot.e2e.apiserver.guardrail;

import org.jspecify.annotations.NullMarked;
