/** The words of Viewtally: events, counts, and the rules that both keep. */
package io.github.viewtally.model;
