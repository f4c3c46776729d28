package onlookers.jmx;

import javax.management.ConstructorParameters;

/**
 * A line of the ranking; a class with getters, because JMX turns only those into composite data.
 */
public final class TopPost {
  private final String post;
  private final long viewers;

  /** The post, and the sessions that view it now over all nodes. */
  @ConstructorParameters({"post", "viewers"})
  public TopPost(String post, long viewers) {
    this.post = post;
    this.viewers = viewers;
  }

  /** The post. */
  public String getPost() {
    return post;
  }

  /** Sessions that view it now, over all nodes. */
  public long getViewers() {
    return viewers;
  }
}
