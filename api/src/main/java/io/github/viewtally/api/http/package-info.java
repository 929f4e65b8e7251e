/** What every handler needs of HTTP: problems, bodies, parameters, pages. */
package io.github.viewtally.api.http;
