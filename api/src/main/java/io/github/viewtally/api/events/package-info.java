/** Routes that record, delete and list events. */
package io.github.viewtally.api.events;
