/** What is printed: a table of workloads, their changes, a summary and what to do next. */
@NullMarked
package dev.unroot.cli.report;

import org.jspecify.annotations.NullMarked;
