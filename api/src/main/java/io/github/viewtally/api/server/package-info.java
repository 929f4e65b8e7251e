/** The HTTP server: connections, request lifecycle, security headers, CORS, and the checks before a body is read. */
package io.github.viewtally.api.server;
