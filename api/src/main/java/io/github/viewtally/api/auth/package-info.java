/** Who may do what: bearer tokens, the keys they are signed with, and what each route asks for. Off unless it is set. */
package io.github.viewtally.api.auth;
