package onlookers.standalone.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;

/** Where the fields of Tomcat are found. */
interface FieldLookup {
  VarHandle find(Class<?> owner, String name, Class<?> type) throws ReflectiveOperationException;

  /** The same for a field that is final: sets it. */
  default MethodHandle setter(Class<?> owner, String name) throws ReflectiveOperationException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return MethodHandles.lookup().unreflectSetter(field);
  }

  /** The field itself, although it is private. */
  static VarHandle privateField(Class<?> owner, String name, Class<?> type)
      throws ReflectiveOperationException {
    Class<?> declared = owner.getDeclaredField(name).getType(); // an enum may be private
    if (!type.isAssignableFrom(declared)) {
      throw new NoSuchFieldException(name);
    }
    return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
        .findVarHandle(owner, name, declared);
  }
}
