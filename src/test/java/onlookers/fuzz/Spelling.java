package onlookers.fuzz;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;
import onlookers.protocol.ClientEvent;
import org.jspecify.annotations.Nullable;

/** Events as a client spells them. */
final class Spelling {
  private Spelling() {}

  static String of(ClientEvent event) {
    if (event instanceof ClientEvent.View view) {
      return "[\"viewing\",\"%s\",{%s}]"
          .formatted(
              view.post(),
              members(
                  member("visit", view.options().visit()),
                  member("visitor", view.options().visitor()),
                  member("session", view.options().session()),
                  member("ticket", view.ticket())));
    }
    if (event instanceof ClientEvent.Watch watch) {
      Stream<String> site = watch.site() ? Stream.of("*") : Stream.empty();
      List<String> posts =
          Stream.concat(site, watch.posts().stream().map(Object::toString)).toList();
      return "[\"watching\",%s,{\"tickets\":%s}]".formatted(list(posts), list(watch.tickets()));
    }
    if (event instanceof ClientEvent.Park) {
      return "[\"parked\"]";
    }
    if (event instanceof ClientEvent.Alive) {
      return "[\"alive\"]";
    }
    throw new AssertionError("no spelling of " + event);
  }

  private static String member(String name, @Nullable String value) {
    return value == null ? "" : quoted(name) + ":" + quoted(value);
  }

  private static String members(String... members) {
    return Stream.of(members).filter(member -> !member.isEmpty()).collect(joining(","));
  }

  private static String list(List<String> texts) {
    return texts.stream().map(Spelling::quoted).collect(joining(",", "[", "]"));
  }

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> quoted.append(c < ' ' || c == '"' || c == '\\' ? escaped(c) : (char) c));
    return quoted.append('"').toString();
  }

  private static String escaped(int c) {
    return "\\u%04x".formatted(c);
  }
}
