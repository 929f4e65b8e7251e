/** Java programs that tests run in processes of their own. */
package io.github.viewtally.testsupport.process;
