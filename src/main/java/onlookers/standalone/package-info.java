/**
 * {@code java -jar onlookers.war}: the program, an embedded Tomcat, and the Redis that comes with
 * it. In a server none of this is used.
 *
 * <p>{@link onlookers.standalone.Main}, which the JVM finds by itself, reads the WAR into memory
 * ({@link onlookers.standalone.WarContents}) and calls {@link onlookers.standalone.Launcher}, which
 * runs this very WAR in an {@code EmbeddedTomcat}. An {@code EmbeddedRedis} is unpacked by {@code
 * RedisBinary} and kept by a {@code RedisGuard}, which ends it with this process.
 */
@NullMarked
package onlookers.standalone;

import org.jspecify.annotations.NullMarked;
