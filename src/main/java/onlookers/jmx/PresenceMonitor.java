package onlookers.jmx;

import static java.lang.System.Logger.Level.WARNING;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.management.ManagementFactory;
import java.util.function.ToIntFunction;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import onlookers.presence.CountsReader;
import onlookers.presence.NodeControl;
import onlookers.presence.Post;
import onlookers.runtime.NodeMetrics;

/**
 * Puts a {@link PresenceMXBean} of this node into the JVM's MBean server, and takes it out again.
 */
public final class PresenceMonitor {
  private static final System.Logger LOG = System.getLogger(PresenceMonitor.class.getName());

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final PresenceBean bean;
  private final ObjectName name;

  @GuardedBy("this")
  private boolean registered;

  /**
   * Not yet registered.
   *
   * @param node this node's name, part of the bean's
   * @param control what administrators may have the node do by HTTP as well
   * @param disconnect closes the sockets on a post, and returns how many
   */
  public PresenceMonitor(
      String node,
      NodeMetrics nodeMetrics,
      CountsReader reader,
      NodeControl control,
      ToIntFunction<Post> disconnect) {
    this.bean = new PresenceBean(node, nodeMetrics, reader, control, disconnect);
    this.name = name(node);
  }

  private static ObjectName name(String node) {
    try {
      return new ObjectName("onlookers:type=Presence,node=" + node);
    } catch (JMException e) {
      throw new IllegalArgumentException("not a node's name", e);
    }
  }

  /**
   * Makes the bean visible; does nothing the second time. A name that is taken is only worth a
   * warning.
   */
  public synchronized void register() {
    if (registered) {
      return;
    }
    try {
      server.registerMBean(
          new DescribedBean(bean, PresenceMXBean.class, MetricDescriptions.byAttribute()), name);
      registered = true;
    } catch (InstanceAlreadyExistsException e) {
      LOG.log(
          WARNING,
          "{0} is taken: another node here has the same node.id; right is one of its own for each,"
              + " or none",
          name);
    } catch (JMException e) {
      LOG.log(WARNING, name + " is not to be seen in JMX", e);
    }
  }

  /** Takes the bean out; does nothing when it is not in. */
  public synchronized void unregister() {
    if (!registered) {
      return;
    }
    registered = false;
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      LOG.log(WARNING, "{0} was taken out of JMX by somebody else", name);
    } catch (JMException e) {
      LOG.log(WARNING, name + " stays in JMX", e);
    }
  }
}
