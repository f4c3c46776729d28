package onlookers.presence;

import java.util.List;

class InMemoryPresenceRepositoryTest extends PresenceRepositoryContract {
  @Override
  protected List<PresenceRepository> twoNodes() {
    InMemoryRedis redis = new InMemoryRedis();
    return List.of(
        new InMemoryPresenceRepository(redis, Runnable::run),
        new InMemoryPresenceRepository(redis, Runnable::run));
  }

  @Override
  protected void rank(List<Post> posts) {} // is always
}
