/** Settings from the environment: read, checked together, and listed for people. */
package io.github.viewtally.api.config;
