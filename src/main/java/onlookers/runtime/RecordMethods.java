package onlookers.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.runtime.ObjectMethods;
import java.util.List;

/**
 * What the JDK remembers of the records of this application. It makes their {@code equals}, {@code
 * hashCode} and {@code toString} when each is first called, out of a few method handles of its own;
 * each of these keeps the last record type it was used for (JDK-8078641), and so the application's
 * class loader with every class in it, after the application has stopped. On JDK 17 that is until
 * another application uses a record, on later ones until memory runs short.
 */
public final class RecordMethods {
  private static final System.Logger LOG = System.getLogger(RecordMethods.class.getName());

  /** Made for each record. */
  private static final List<String> METHODS = List.of("equals", "hashCode", "toString");

  private RecordMethods() {}

  /** Has it remember a type of its own instead. To be called last: a record used later is kept. */
  public static void forget() {
    MethodHandle itself = MethodHandles.identity(String.class);
    try {
      for (String method : METHODS) {
        ObjectMethods.bootstrap(
            MethodHandles.lookup(), method, MethodHandle.class, String.class, "itself", itself);
      }
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.DEBUG, "a class loader is kept", e);
    }
  }
}
