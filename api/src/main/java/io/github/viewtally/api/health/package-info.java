/** Whether the process lives, and whether it can serve. */
package io.github.viewtally.api.health;
