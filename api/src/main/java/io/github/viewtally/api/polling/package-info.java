/** Answers that many clients ask for again and again: read once a second, sent only when they have changed. */
package io.github.viewtally.api.polling;
