/** Lists of events, page by page. */
package io.github.viewtally.api.lists;
