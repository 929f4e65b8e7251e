/** One line of JSON for every request, for machines to read. */
package io.github.viewtally.api.accesslog;
