package onlookers.boot.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Fields that Tomcat keeps to itself, in the one version that the executable WAR brings along. */
final class TomcatFields {
  private TomcatFields() {}

  /**
   * A field.
   *
   * @throws LinkageError when this Tomcat has no such field
   */
  static VarHandle of(Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(owner.getName() + " has no " + name, e);
    }
  }
}
