package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import javax.naming.InitialContext;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;

class JndiEntriesTest {
  @Test
  void withoutANamingServiceThereIsNothing() {
    assertThat(JndiEntries.read()).isEmpty();
  }

  @Test
  void anEntryIsFoundWhetherItIsListedByItsNameOrByItsPath() throws Exception {
    FixedContext context = new FixedContext();
    context.entries.put("onlookers.node.id", "web1");
    assertThat(JndiEntries.read(context)).isEqualTo(Map.of("onlookers.node.id", "web1"));
    context.listedUnder = "java:comp/env/";
    assertThat(JndiEntries.read(context)).isEqualTo(Map.of("onlookers.node.id", "web1"));
  }

  @Test
  void whatIsNotOursIsNotLookedUp() throws Exception {
    FixedContext context = new FixedContext();
    context.entries.put("jdbc", "");
    assertThat(JndiEntries.read(context)).isEmpty();
  }

  @Test
  void anEntryOfOursThatCannotBeReadIsNamed() throws Exception {
    FixedContext context = new FixedContext();
    context.entries.put("onlookers.node.id", "");
    assertThatThrownBy(() -> JndiEntries.read(context))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("JNDI entry \"java:comp/env/onlookers.node.id\" cannot be read;");
  }

  /** Entries in memory; one that is empty cannot be looked up. */
  private static final class FixedContext extends InitialContext {
    final Map<String, String> entries = new TreeMap<>();
    String listedUnder = "";

    FixedContext() throws NamingException {
      super(true);
    }

    @Override
    public Object lookup(String name) throws NamingException {
      String value = entries.getOrDefault(name, "");
      if (value.isEmpty()) {
        throw new NameNotFoundException(name);
      }
      return value;
    }

    @Override
    public NamingEnumeration<NameClassPair> list(String name) {
      return new Names(
          entries.keySet().stream()
              .map(key -> new NameClassPair(listedUnder + key, "java.lang.String"))
              .iterator());
    }
  }

  private record Names(Iterator<NameClassPair> names) implements NamingEnumeration<NameClassPair> {
    @Override
    public NameClassPair next() {
      return names.next();
    }

    @Override
    public boolean hasMore() {
      return names.hasNext();
    }

    @Override
    public boolean hasMoreElements() {
      return hasMore();
    }

    @Override
    public NameClassPair nextElement() {
      return next();
    }

    @Override
    public void close() {}
  }
}
