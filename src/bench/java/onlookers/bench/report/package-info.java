/** What came out, as tables, and what it is measured against. */
@NullMarked
package onlookers.bench.report;

import org.jspecify.annotations.NullMarked;
