package onlookers.presence;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** This node's sessions as the repository sees them: it writes those again that it has lost. */
final class NodeSessions implements SessionSource {
  private final SessionRegistry registry;
  private final PostStates states;
  private final SessionWriter writer;

  NodeSessions(SessionRegistry registry, PostStates states, SessionWriter writer) {
    this.registry = registry;
    this.states = states;
    this.writer = writer;
  }

  @Override
  public @Nullable ActiveSession active(String id) {
    return registry.active(id);
  }

  @Override
  public List<ActiveSession> active(Set<Post> posts) {
    return states.viewedHere(posts) ? registry.active(posts) : List.of();
  }

  @Override
  public int count() {
    return registry.count();
  }

  @Override
  public Iterator<String> ids() {
    return registry.ids();
  }

  @Override
  public boolean has(String id) {
    return registry.find(id) != null;
  }

  @Override
  public boolean isAlive(String id) {
    return registry.isAlive(id);
  }

  @Override
  public boolean isWrittenBefore(String id, long nanos) {
    return registry.isWrittenBefore(id, nanos);
  }

  @Override
  public void rewrite(String id) {
    Session session = registry.find(id);
    if (session != null) {
      synchronized (session) {
        if (session.listener() != null) {
          writer.rewrite(session);
        }
      }
    }
  }

  @Override
  public void renew(String id) {
    Session session = registry.find(id);
    if (session != null) {
      synchronized (session) {
        writer.rewrite(session);
      }
    }
  }

  @Override
  public void rewriteAll() {
    for (Session session : registry.all()) {
      synchronized (session) {
        writer.rewrite(session);
      }
    }
  }
}
