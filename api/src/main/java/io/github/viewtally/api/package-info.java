/** The HTTP API: its configuration, its components and its routes. Events come in, totals go out. */
package io.github.viewtally.api;
