/** Pages for people: the dashboard and the rendered contract. */
package io.github.viewtally.api.web;
