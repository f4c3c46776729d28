package onlookers.redis;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import onlookers.presence.ActiveSession;
import onlookers.presence.CountsListener;
import onlookers.presence.Post;
import onlookers.presence.SessionSource;
import org.jspecify.annotations.Nullable;

/** Takes every notification, does nothing, and knows no session. */
public class SilentRepositoryListener implements CountsListener, SessionSource {
  @Override
  public void changed(Post post) {}

  @Override
  public void changedAll() {}

  @Override
  public void announced(boolean announced) {}

  @Override
  public void away() {}

  @Override
  public void back() {}

  @Override
  public void rewriteAll() {}

  @Override
  public @Nullable ActiveSession active(String session) {
    return null;
  }

  @Override
  public List<ActiveSession> active(Set<Post> posts) {
    return List.of();
  }

  @Override
  public boolean isAlive(String session) {
    return true;
  }

  @Override
  public int count() {
    return 0;
  }

  @Override
  public Iterator<String> ids() {
    return Collections.emptyIterator();
  }

  @Override
  public boolean has(String session) {
    return false;
  }

  @Override
  public boolean isWrittenBefore(String session, long nanos) {
    return false;
  }

  @Override
  public void rewrite(String session) {}

  @Override
  public void renew(String session) {}
}
