/**
 * What strangers do to a node, beside fifty honest readers: whatever they withhold, flood or do not
 * read, nobody else waits. Attacks are raw sockets on the loopback interface, bounded in number and
 * time. In {@code mvn verify} each lasts four seconds; {@code mvn -Pattack verify} runs them whole
 * and holds them to every bar.
 */
package onlookers.attack;
