/** Generates the events of synthetic users, reproducibly by seed. */
package io.github.viewtally.loadgen.traffic;
