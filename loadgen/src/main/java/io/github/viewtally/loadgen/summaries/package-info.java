/** The API's totals: reading them, and showing them as tables. */
package io.github.viewtally.loadgen.summaries;
