/** Events in over HTTP, totals out over HTTP: the server, its configuration, and the table of its routes. */
package io.github.viewtally.api;
