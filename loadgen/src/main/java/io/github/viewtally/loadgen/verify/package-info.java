/** Whether the API counted exactly what it acknowledged, and how soon. */
package io.github.viewtally.loadgen.verify;
