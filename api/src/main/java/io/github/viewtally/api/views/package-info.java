/** Views: recording, removing and listing them. */
package io.github.viewtally.api.views;
