/** Many views and votes in one request. */
package io.github.viewtally.api.events;
