/** What is measured, each in processes of its own. */
@NullMarked
package onlookers.bench.server;

import org.jspecify.annotations.NullMarked;
