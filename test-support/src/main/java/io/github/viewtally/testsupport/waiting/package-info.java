/** Waiting for conditions in tests. */
package io.github.viewtally.testsupport.waiting;
