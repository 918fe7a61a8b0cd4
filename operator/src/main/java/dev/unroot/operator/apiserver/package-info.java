/** What the API server answers when it does not do as asked, read in one place. */
@NullMarked
package dev.unroot.operator.apiserver;

import org.jspecify.annotations.NullMarked;
