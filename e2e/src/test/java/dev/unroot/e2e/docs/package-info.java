/** The documentation is true: what it links to, names and shows is there. Needs no cluster. */
package dev.unroot.e2e.docs;
