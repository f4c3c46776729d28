package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import onlookers.fixture.ApplicationLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;

class RecordMethodsTest {
  @Test
  @EnabledOnJre(JRE.JAVA_17) // later ones let go by themselves, when memory runs short
  void theRecordsOfAnApplicationThatHasStoppedDoNotKeepItsClassLoader() throws Exception {
    WeakReference<ClassLoader> application = runAndStop();

    RecordMethods.forget();

    ApplicationLoader.awaitUnloaded(application);
  }

  private static WeakReference<ClassLoader> runAndStop() throws ReflectiveOperationException {
    String prefix = RecordMethodsTest.class.getName();
    Runnable application = (Runnable) ApplicationLoader.deploy(prefix, Application.class);
    application.run();
    return new WeakReference<>(application.getClass().getClassLoader());
  }

  /** Has used what the compiler makes of a record: {@code equals}, and all that it comes with. */
  public static final class Application implements Runnable {
    /** Made by the server. */
    public Application() {}

    @Override
    public void run() {
      Holder one = new Holder(new Held("a"));
      Holder same = new Holder(new Held("a"));
      assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).hasToString(same.toString());
    }
  }

  private record Holder(Held held) {}

  private record Held(String name) {}
}
