/** Events, counts and summaries, and the rules for ids, timestamps and ranks. */
package io.github.viewtally.model;
