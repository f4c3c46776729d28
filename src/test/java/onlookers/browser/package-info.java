/**
 * The pages in a real browser, against the executable WAR on a real Redis. The browser is Debian's
 * Chromium, or the one that {@code CHROME_BIN} names, and, for what depends on the browser,
 * Debian's Firefox or the one that {@code FIREFOX_BIN} names.
 */
@NullMarked
package onlookers.browser;

import org.jspecify.annotations.NullMarked;
