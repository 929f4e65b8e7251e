/** Pages for people: the dashboard, the demo and the rendered contract. Also the client for players. */
package io.github.viewtally.api.web;
