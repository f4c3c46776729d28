/**
 * What the executable WAR's Tomcat does differently from Tomcat itself. Contains no bean, and the
 * application does not know of it.
 *
 * <ul>
 *   <li>Threads: {@code EngineThreads}, of which each address has one in turn ({@code FairTasks}).
 *   <li>Sockets for which no thread waits for long: {@code EngineSocket}, within {@code
 *       SocketLimits}.
 *   <li>Frames: {@code FrameChannel} sends what is framed already, {@code PongReader} and {@code
 *       PingAnswers} take in and answer pings, {@code FrameLimit} counts what is no event.
 *   <li>{@code TomcatFields} finds what Tomcat keeps to itself. Where a field is missing, Tomcat's
 *       own way is taken.
 * </ul>
 */
@NullMarked
package onlookers.standalone.engine;

import org.jspecify.annotations.NullMarked;
