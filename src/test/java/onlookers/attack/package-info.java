/**
 * What strangers do to a node, beside fifty honest readers: whatever they withhold, flood or do not
 * read, nobody else waits. Attacks are raw sockets on the loopback interface, bounded in number and
 * time. {@code mvn -Pattack verify} runs them and holds them to every bar, on a machine with
 * nothing else to do.
 */
package onlookers.attack;
