package onlookers.jmx;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a management console shows of a bean, of one of its methods or of a parameter. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@interface Described {
  /** In words, with unit and range. */
  String value();

  /** The name of a parameter; the compiler keeps none. */
  String name() default "";
}
