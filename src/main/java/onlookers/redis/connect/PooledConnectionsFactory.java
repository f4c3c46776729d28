package onlookers.redis.connect;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;

/** Opens, checks and closes the connections of a pool. */
final class PooledConnectionsFactory
    extends BasePooledObjectFactory<PooledConnectionsFactory.Pooled> {
  /**
   * A set of connections.
   *
   * @param generation how often the pool had been cleared when they were opened
   */
  record Pooled(MasterConnections connections, int generation) {}

  private final Supplier<MasterConnections> opening;
  private final AtomicInteger generation = new AtomicInteger();

  /**
   * @param opening opens a set of connections
   */
  PooledConnectionsFactory(Supplier<MasterConnections> opening) {
    this.opening = opening;
  }

  /** None that is open by now is valid any more. */
  void invalidateAll() {
    generation.incrementAndGet();
  }

  @Override
  public Pooled create() {
    int now = generation.get();
    return new Pooled(opening.get(), now);
  }

  @Override
  public PooledObject<Pooled> wrap(Pooled one) {
    return new DefaultPooledObject<>(one);
  }

  @Override
  public boolean validateObject(PooledObject<Pooled> pooled) {
    Pooled one = pooled.getObject();
    return one.generation() == generation.get() && !one.connections().isBroken();
  }

  @Override
  public void destroyObject(PooledObject<Pooled> pooled) {
    pooled.getObject().connections().close();
  }
}
