/** Errors as the client receives them (RFC 9457). */
package io.github.viewtally.api.problem;
