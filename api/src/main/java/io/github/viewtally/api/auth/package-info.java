/** Access control: bearer tokens, the keys that verify them, and the access policy of each route. Off by default. */
package io.github.viewtally.api.auth;
