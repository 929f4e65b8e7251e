/** The command that counts what Lambda gave up, from the objects in the failure bucket. It runs beside the functions. */
package io.github.viewtally.aggregators.replay;
