/** The API against plain routes and against the bare SDK. */
package io.github.viewtally.benchmarks.http;
