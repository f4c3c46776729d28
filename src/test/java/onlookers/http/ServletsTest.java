package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.stream.Stream;
import onlookers.config.Networks;
import onlookers.config.Origins;
import onlookers.presence.Counts;
import onlookers.presence.CountsReader;
import onlookers.presence.Post;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteTotal;
import onlookers.presence.UnavailableException;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServletsTest {
  private static final String ORIGIN = "https://blog.example";

  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final Cors cors =
      new Cors(new Forwarding(Networks.parse("loopback")), Origins.parse(ORIGIN));
  private final FixedReader reader = new FixedReader();
  private final PostsServlet posts = new PostsServlet(cors, reader);
  private final TopServlet top = new TopServlet(cors, reader, new MemoryHistory());
  private final OnlineServlet online = new OnlineServlet(cors, reader);

  private static FakeResponse answered(ReadOnlyServlet servlet, FakeRequest request)
      throws Exception {
    FakeResponse response = new FakeResponse();
    servlet.service(request.made(), response.made());
    return response;
  }

  private static void assertJson(FakeResponse response, int status, String body) {
    assertThat(response.body()).isEqualTo(body);
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    assertThat(response.header("Content-Length")).isEqualTo(Integer.toString(body.length()));
    assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void onePostIsAnObject() throws Exception {
    FakeResponse response = answered(posts, FakeRequest.get().path("/13"));
    assertJson(response, 200, "{\"post\":\"13\",\"viewers\":2,\"views\":20}");
    assertThat(response.header("Cache-Control")).isEqualTo("max-age=1");
  }

  @Test
  void severalPostsAreAnArrayUnderEitherPath() throws Exception {
    for (String path : new String[] {null, "/"}) {
      assertJson(
          answered(posts, FakeRequest.get().path(path).parameter("ids", "abc,d")),
          200,
          "[{\"post\":\"abc\",\"viewers\":3,\"views\":30},{\"post\":\"d\",\"viewers\":1,\"views\":10}]");
    }
  }

  @Test
  void theRankingIsAsLongAsAskedFor() throws Exception {
    assertJson(
        answered(top, FakeRequest.get().parameter("limit", "1")),
        200,
        "[{\"post\":\"b\",\"viewers\":9}]");
    assertJson(
        answered(top, FakeRequest.get()),
        200,
        "[{\"post\":\"b\",\"viewers\":9},{\"post\":\"a\",\"viewers\":1}]");
  }

  @Test
  void theSiteIsItsViewersAndTheirPosts() throws Exception {
    FakeResponse response = answered(online, FakeRequest.get().header("Origin", ORIGIN));
    assertJson(response, 200, "{\"viewers\":1234,\"posts\":56}");
    assertThat(response.header("Cache-Control")).isEqualTo("max-age=1");
    assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    FakeResponse post = answered(posts, FakeRequest.get().path("/a.b"));
    assertThat(post.status()).isEqualTo(400);
    assertThat(post.body()).contains("\"bad-post\"");
    FakeResponse limit = answered(top, FakeRequest.get().parameter("limit", "0"));
    assertThat(limit.status()).isEqualTo(400);
    assertThat(limit.header("Cache-Control")).isEqualTo("max-age=1");
  }

  @Test
  void whileRedisIsAwayOrTooManyWaitTheAnswerIs503() throws Exception {
    reader.away = true;
    for (FakeResponse response :
        List.of(
            answered(posts, FakeRequest.get().path("/13")),
            answered(posts, FakeRequest.get().parameter("ids", "1")),
            answered(top, FakeRequest.get()),
            answered(online, FakeRequest.get()))) {
      assertJson(
          response,
          503,
          "{\"error\":\"unavailable\",\"message\":\"Redis is out of reach, or too many ask at once;"
              + " try again later\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "DELETE", "PROPFIND"})
  void anyOtherPathOfTheApiIsUnknownWhateverTheMethod(String method) throws Exception {
    FakeResponse response = answered(new UnknownServlet(cors), FakeRequest.of(method).path("/x"));
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.body()).contains("\"not-found\"");
  }

  @Test
  void pagesOfAllowedOriginsMayReadTheApiWhateverTheAnswer() throws Exception {
    for (String path : new String[] {"/13", "/a.b"}) {
      FakeResponse response =
          answered(posts, FakeRequest.get().path(path).header("Origin", ORIGIN));
      assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "TRACE", "get"})
  void whatIsOnlyReadIsNotWritten(String method) throws Exception {
    FakeResponse response = answered(posts, FakeRequest.of(method).path("/13"));
    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(response.body()).contains("\"bad-method\"");
    assertThat(response.header("Cache-Control")).isEqualTo("max-age=1");
  }

  @Test
  void aHeadIsAnsweredLikeAGetAndOptionsNameTheMethods() throws Exception {
    assertThat(answered(posts, FakeRequest.of("HEAD").path("/13")).body()).contains("\"13\"");
    FakeResponse response = answered(posts, FakeRequest.of("OPTIONS").path("/13"));
    assertThat(response.status()).isEqualTo(204);
    assertThat(response.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(response.body()).isEmpty();
  }

  @Test
  void whoeverHasGoneBeforeTheAnswerIsNoFaultOfTheServer() {
    FakeResponse gone = new FakeResponse();
    gone.isGone();
    assertThatCode(() -> posts.service(FakeRequest.get().path("/13").made(), gone.made()))
        .doesNotThrowAnyException();
    StaticFileServlet file = new StaticFileServlet("image/svg+xml", new byte[] {'<'});
    assertThatCode(() -> file.doGet(FakeRequest.get().made(), gone.made()))
        .doesNotThrowAnyException();
    assertThat(gone.body()).isEmpty();
  }

  @Test
  void theProcessLivesRedisOrNot() throws Exception {
    FakeResponse response = answered(new LiveServlet(), FakeRequest.get());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).contains("\"live\"");
    assertThat(response.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void readyIsWhoHasARedisAndDoesNotDrain() throws Exception {
    ReadyServlet ready = new ReadyServlet(nodeMetrics);
    FakeResponse away = answered(ready, FakeRequest.get());
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.body()).contains("Redis does not answer");
    nodeMetrics.state().redisUp(true);
    FakeResponse there = answered(ready, FakeRequest.get());
    assertThat(there.status()).isEqualTo(200);
    assertThat(there.body()).contains("\"ready\"");
    assertThat(there.header("Cache-Control")).isEqualTo("no-store");
    assertThat(there.body()).doesNotContain("troubles");
    nodeMetrics.redis().notified(false);
    FakeResponse deaf = answered(ready, FakeRequest.get());
    assertThat(deaf.status()).isEqualTo(200);
    assertThat(deaf.body()).contains("\"troubles\":[\"Redis' notifications do not come");
    nodeMetrics.state().draining(true);
    FakeResponse draining = answered(ready, FakeRequest.get());
    assertThat(draining.status()).isEqualTo(503);
    assertThat(draining.body()).contains("draining");
  }

  @Test
  void metricsAreInPrometheusFormat() throws Exception {
    FakeResponse response =
        answered(new MetricsServlet(new Metrics(nodeMetrics, "web1")), FakeRequest.get());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Content-Type")).isEqualTo(Metrics.CONTENT_TYPE);
    assertThat(response.header("Cache-Control")).isEqualTo("no-store");
    assertThat(response.body()).contains("onlookers_node_info{node=\"web1\"} 1");
  }

  @Test
  void theScriptMayBeLoadedByAnyPage() throws Exception {
    FakeResponse response = new FakeResponse();
    boolean[] passed = {false};
    new ScriptFilter()
        .doFilter(FakeRequest.get().made(), response.made(), (request, handed) -> passed[0] = true);
    assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(passed[0]).isTrue();
  }

  /** A post has as many viewers as its name has characters. */
  private static final class FixedReader implements CountsReader {
    boolean away;

    @Override
    public List<Counts> counts(List<Post> all) {
      check();
      return all.stream()
          .map(post -> new Counts(post.id().length(), post.id().length() * 10L))
          .toList();
    }

    @Override
    public List<RankedPost> top(int limit) {
      check();
      return Stream.of(new RankedPost(new Post("b"), 9), new RankedPost(new Post("a"), 1))
          .limit(limit)
          .toList();
    }

    @Override
    public SiteTotal site() {
      check();
      return new SiteTotal(1234, 56);
    }

    private void check() {
      if (away) {
        throw new UnavailableException("10.0.0.5 does not answer");
      }
    }
  }
}
