/** What handlers read from a request: its context, parameters, JSON body and page cursor. */
package io.github.viewtally.api.request;
