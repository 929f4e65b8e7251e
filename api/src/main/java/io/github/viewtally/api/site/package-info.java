/** What people open in a browser: the dashboard and the contract. */
package io.github.viewtally.api.site;
