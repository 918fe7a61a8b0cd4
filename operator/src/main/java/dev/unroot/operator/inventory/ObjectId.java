package dev.unroot.operator.inventory;

import dev.unroot.engine.workload.WorkloadKind;

/** Names an object of one of the eight kinds in its namespace. */
record ObjectId(WorkloadKind kind, String name) {}
