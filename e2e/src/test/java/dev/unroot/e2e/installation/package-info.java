/**
 * unroot as an administrator installs it, for tests: the shipped CRDs and permissions, and the
 * operator as their identity.
 */
package dev.unroot.e2e.installation;
