/** HTTP clients that poll resources over many connections. */
package io.github.viewtally.testsupport.polling;
