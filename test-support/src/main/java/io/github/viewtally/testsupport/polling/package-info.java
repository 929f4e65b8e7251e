/** HTTP clients that poll resources or listen to streams, over many connections. */
package io.github.viewtally.testsupport.polling;
