/** How long a function that is started anew takes until it asks for its first event, and until it has answered that. */
package io.github.viewtally.benchmarks.coldstart;
