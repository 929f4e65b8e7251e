/** What the service measures of itself, in the form that Prometheus reads. No label ever holds an id. */
package io.github.viewtally.api.metrics;
