package onlookers.redis.collect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import onlookers.presence.SessionSource;

/**
 * Goes round this node's sessions, a few at each step. Whoever stays is met once in a round; of
 * whoever leaves nothing is kept.
 */
final class SessionWalk {
  private final SessionSource source;
  private final int steps;
  private Iterator<String> rest = Collections.emptyIterator();

  /**
   * @param steps that a round takes, one or more; it may take one more while sessions come and go
   */
  SessionWalk(SessionSource source, int steps) {
    this.source = source;
    this.steps = steps;
  }

  /** The next few, perhaps none. */
  List<String> next() {
    if (!rest.hasNext()) {
      rest = source.ids();
    }
    int share = source.count() / steps + 1;
    List<String> few = new ArrayList<>(share);
    while (few.size() < share && rest.hasNext()) {
      few.add(rest.next());
    }
    return few;
  }
}
