package onlookers.presence;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import onlookers.fixture.ManualScheduler;

/** Tests on one node, whose time and whose answers come when they say so. */
abstract class OneNode {
  static final Post POST = new Post("13");
  static final Post OTHER = new Post("14");
  static final Duration GRACE = Duration.ofSeconds(10);

  /** A session that another node has. */
  static final String FOREIGN = "FFFFFFFFFFFFFFFFFFFFFF";

  /** For nodes of which nobody watches the site. */
  static final SiteReader NO_SITE = CompletableFuture::new;

  final InMemoryRedis redis = new InMemoryRedis();
  final ManualScheduler time = new ManualScheduler();
  final TestNode node = new TestNode(redis, GRACE, time);
  final Presence presence = node.presence;
  final RecordingSessionListener reader = new RecordingSessionListener();
  final RecordingSessionListener neighbour = new RecordingSessionListener();

  void view(Session session, Post post) {
    presence.view(session, post, ViewOptions.NONE);
  }

  void resume(Session session, Post post, String id) {
    presence.view(session, post, new ViewOptions(null, null, id));
  }

  /** What a late repository holds back, and all that follows from it. */
  void answerAll() {
    while (node.repository.waiting() > 0) {
      node.repository.answerNext();
      time.runDue();
    }
  }

  void foreignSessionOn(Post post) {
    redis.sessions.put(FOREIGN, post);
    redis.owners.put(FOREIGN, "another node");
  }
}
