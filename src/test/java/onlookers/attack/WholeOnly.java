package onlookers.attack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * An attack that is not in the short form of every build: because it holds no thread but costs
 * work, so that what others get of a node is a question of what the machine has to give; or because
 * the short form has another of its kind.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("whole") // which the build leaves out, and mvn -Pattack verify does not
@interface WholeOnly {}
