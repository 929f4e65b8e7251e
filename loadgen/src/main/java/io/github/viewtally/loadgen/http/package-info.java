/** The HTTP client of the API. */
package io.github.viewtally.loadgen.http;
