/** Java programs that tests run in separate processes. */
package io.github.viewtally.testsupport.process;
