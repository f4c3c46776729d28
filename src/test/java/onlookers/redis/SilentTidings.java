package onlookers.redis;

import java.util.List;
import onlookers.presence.LivingSession;
import onlookers.presence.Post;
import onlookers.presence.Tidings;

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
  public boolean isLiving(String session) {
    return true;
  }

  @Override
  public void rewrite(String session) {}
}
