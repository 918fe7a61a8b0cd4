/** What the Pod Security Standards say of a pod: one class a control, for every policy version. */
@NullMarked
package dev.unroot.engine.podsecurity;

import org.jspecify.annotations.NullMarked;
