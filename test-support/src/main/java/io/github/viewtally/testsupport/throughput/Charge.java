package io.github.viewtally.testsupport.throughput;

/** Units that a request takes from one partition key value of a table or index. */
record Charge(Resource resource, String partition, Resource.Kind kind, double units) {}
