/** HTTP to the API, and what an answer, or none, tells. */
package io.github.viewtally.loadgen.http;
