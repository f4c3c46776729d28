/** The plugin in a real WordPress, on real PHP, in a real browser, against the real server. */
@NullMarked
package onlookers.wordpress;

import org.jspecify.annotations.NullMarked;
