/**
 * The custom resources of group {@code unroot.dev}, version {@code v1alpha1}. The CRDs in {@code
 * crds/} are made from these types, and what is written here is what {@code kubectl explain} shows.
 *
 * <p>The version only grows: a field that was released is never removed, renamed or given another
 * meaning.
 */
@NullMarked
package dev.unroot.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
