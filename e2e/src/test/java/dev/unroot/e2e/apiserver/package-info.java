/** Tests that need a real API server and no node: validation, admission, access control. */
@NullMarked
package dev.unroot.e2e.apiserver;

import org.jspecify.annotations.NullMarked;
