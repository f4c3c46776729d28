/**
 * What a stranger may send, made up by Jazzer: whatever it is, only the documented exception comes
 * out, it costs no more than its length allows, and what is written is read back as it was.
 *
 * <p>In {@code mvn verify} the inputs kept in {@code src/test/resources/onlookers} run once; {@code
 * mvn -Pfuzz verify} looks for new ones, a minute for each target. One that fails is left in the
 * same folder: with its mend it is committed there.
 *
 * <p>Targets whose class only its package sees stand beside it: {@code http.ForwardingFuzz}, {@code
 * redis.schema.KeysFuzz}, {@code socketio.engineio.SessionsFuzz}.
 */
package onlookers.fuzz;
