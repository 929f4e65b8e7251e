/** Sending at fixed times, and keeping count of what becomes of it. */
package io.github.viewtally.loadgen.run;
