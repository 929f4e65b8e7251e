/** Routes that export and erase everything that the table has of one user. */
package io.github.viewtally.api.users;
