/** What handlers send: JSON, cached and conditional responses, and failures as problems. */
package io.github.viewtally.api.response;
