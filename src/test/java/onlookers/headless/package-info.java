/** A node without a servlet container: the product's endpoint and beans on Weld SE and Tyrus. */
@NullMarked
package onlookers.headless;

import org.jspecify.annotations.NullMarked;
