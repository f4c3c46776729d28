package onlookers.redis;

import java.util.List;
import java.util.Set;
import onlookers.presence.LivingSession;
import onlookers.presence.Post;
import onlookers.presence.Tidings;
import org.jspecify.annotations.Nullable;

/** A story that hears everything, does nothing, and has nobody in it. */
class SilentTidings implements Tidings {
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
  public void restore() {}

  @Override
  public List<LivingSession> living() {
    return List.of();
  }

  @Override
  public @Nullable LivingSession living(String session) {
    return null;
  }

  @Override
  public List<LivingSession> living(Set<Post> posts) {
    return List.of();
  }

  @Override
  public boolean isLiving(String session) {
    return true;
  }

  @Override
  public void rewrite(String session) {}
}
