/** What can prevent the start: ports in use, and the exception that reports it to the user. */
package io.github.viewtally.local.startup;
