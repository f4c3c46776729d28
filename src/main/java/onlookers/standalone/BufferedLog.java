package onlookers.standalone;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the engine logs while it starts. When the application has said in one line why it cannot
 * start, the engine's own view of it, two stack traces, is not to be read; in all other cases it
 * is.
 */
final class BufferedLog extends Handler {
  private final Logger engine = Logger.getLogger("org.apache.catalina");

  @GuardedBy("this")
  private final List<LogRecord> records = new ArrayList<>();

  /** Holds the records from now on. */
  BufferedLog() {
    engine.setUseParentHandlers(false);
    engine.addHandler(this);
  }

  @Override
  public synchronized void publish(LogRecord record) {
    records.add(record);
  }

  /** Lets through what was held, and all that comes. */
  void release() {
    stopHolding();
    held().forEach(engine::log);
  }

  /** Forgets what was held. */
  void drop() {
    stopHolding();
  }

  private synchronized List<LogRecord> held() {
    return List.copyOf(records);
  }

  private synchronized void stopHolding() {
    engine.removeHandler(this);
    engine.setUseParentHandlers(true);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
