/** Plans while the cluster is in the way: rights, connections, namespaces that go, CRDs. */
@NullMarked
package dev.unroot.e2e.apiserver.trouble;

import org.jspecify.annotations.NullMarked;
