/** What is sent: made-up users who watch and rate videos, the same for the same seed. */
package io.github.viewtally.loadgen.traffic;
