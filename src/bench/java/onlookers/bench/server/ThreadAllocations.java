package onlookers.bench.server;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** How many bytes the threads of another JVM have allocated. */
public final class ThreadAllocations implements AutoCloseable {
  private final JMXConnector connector;
  private final ThreadMXBean threads;

  /** Of the JVM of ours with that process id; its management agent is started. */
  @SuppressWarnings("BanJNDI") // the address is our own child's
  public ThreadAllocations(long pid) {
    try {
      connector = JMXConnectorFactory.connect(new JMXServiceURL(agent(pid)));
      threads =
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.THREAD_MXBEAN_NAME,
              ThreadMXBean.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String agent(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        return machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException(e);
    }
  }

  /** What the threads have allocated, whose names begin like that, and which live. */
  public long bytes(String name) {
    long[] ids = threads.getAllThreadIds();
    long[] allocated = threads.getThreadAllocatedBytes(ids);
    ThreadInfo[] infos = threads.getThreadInfo(ids);
    long sum = 0;
    for (int i = 0; i < ids.length; i++) {
      if (infos[i] != null && infos[i].getThreadName().startsWith(name)) {
        sum += Math.max(0, allocated[i]);
      }
    }
    return sum;
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
