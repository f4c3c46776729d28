/**
 * Faults of servers and networks, with real processes and a crowd of pages, and an independent
 * checker of all that the pages were shown. What is tagged {@code faults} runs in {@code mvn
 * -Pfaults verify} only.
 */
package onlookers.faults;
