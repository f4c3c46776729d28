package onlookers.http;

import jakarta.servlet.ServletContext;

/**
 * A wire beside the native one, which begins and ends with the node. CDI finds every bean of this
 * type, and no other package knows of it: without its folder the node is built and runs without it.
 */
public interface WireModule {
  /** Below it requests may have bodies; without a slash at its end. */
  String path();

  /** Opens its paths; only while the context is being initialized. */
  void register(ServletContext context);

  /** Starts what it does by the clock. */
  void start();

  /** Ends every session, and takes no new one. */
  void close();
}
