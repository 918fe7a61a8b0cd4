/** The engine's verdicts on pods against those of a real API server's admission. */
@NullMarked
package dev.unroot.e2e.apiserver.podsecurity;

import org.jspecify.annotations.NullMarked;
