/** Starts and stops the parts of the local system: the database, the mappings with their functions, and the API. */
package io.github.viewtally.local.system;
