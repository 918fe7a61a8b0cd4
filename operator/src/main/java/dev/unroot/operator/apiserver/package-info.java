/** How the API server is spoken to, and what it answers when it does not do as asked. */
@NullMarked
package dev.unroot.operator.apiserver;

import org.jspecify.annotations.NullMarked;
