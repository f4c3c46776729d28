package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import onlookers.fixture.Http;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.Test;

/** What is printed into pages is the same for every reader and never expires, with tickets too. */
class CachedPagesIT extends StageTests {
  private static final String SECRET = "a secret that no page shows";
  private static final String ONE = "1 other person is reading this";

  /** A page of the site goes into a cache, which serves it without WordPress. */
  private Tab openFromCache(String name, String html) {
    try {
      Files.writeString(stage.site().folder().resolve(name), html);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stage.open(stage.person(), stage.site().page(name));
  }

  @Test
  void aPageOutOfAnyCacheStillCounts() {
    int post = stage.publish("On caches", "They keep.");
    String html = Http.body(stage.site().page("on-caches/"));
    assertThat(html).isEqualTo(Http.body(stage.site().page("on-caches/")));
    Tab live = stage.read(post);
    Tab cached = openFromCache("cached.html", html).shows(ONE);
    live.shows(ONE);
    cached.close();
    live.shows("0 other people");
  }

  @Test
  void withASecretThePagesOfTheSiteCountAndForgedOnesDoNot() {
    try (WarProcess careful =
        WarProcess.start(
            "--redis.uri=" + stage.redis().uri(),
            "--redis.prefix=careful:",
            "--ticket.secret=" + SECRET)) {
      stage.set("server", "'http://127.0.0.1:" + careful.base().getPort() + "'");
      stage.set("secret", "'" + SECRET + "'");
      int post = stage.publish("On tickets", "Show yours.");
      int other = stage.publish("On forgery", "Do not.");
      String html = Http.body(stage.site().page("on-tickets/"));
      assertThat(html).doesNotContain(SECRET);
      Tab live = stage.read(post);
      openFromCache("with-ticket.html", html).shows(ONE);
      String forged =
          html.replace("data-onlookers-post=\"" + post, "data-onlookers-post=\"" + other);
      assertThat(openFromCache("forged.html", forged).count()).isEmpty();
      live.shows(ONE);
      assertThat(Http.body(careful.base().resolve("api/posts/" + other)))
          .contains("\"viewers\":0", "\"views\":0");
      stage.everybodyLeavesWithoutComplaint(); // while that server is still there
    }
  }
}
