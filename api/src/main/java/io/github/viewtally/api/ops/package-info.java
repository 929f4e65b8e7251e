/** For operators: health, metrics and the access log. */
package io.github.viewtally.api.ops;
