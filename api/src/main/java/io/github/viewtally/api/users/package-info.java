/** Routes about one user: what the user did with videos, and exporting and erasing everything that the table has. */
package io.github.viewtally.api.users;
