package onlookers.standalone.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.tomcat.websocket.WsFrameBase;
import org.apache.tomcat.websocket.WsRemoteEndpointImplBase;
import org.apache.tomcat.websocket.WsSession;
import org.apache.tomcat.websocket.server.WsFrameServer;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.apache.tomcat.websocket.server.WsRemoteEndpointImplServer;
import org.jspecify.annotations.Nullable;

/**
 * Fields that Tomcat keeps to itself, in the one version that the executable WAR brings along. They
 * are looked for once, at start. Where one is missing, what it is needed for is left out, and
 * Tomcat does it its own way: slower, but not worse.
 */
public final class TomcatFields {
  /**
   * What a {@link FrameChannel} needs.
   *
   * @param remote the remote endpoint of an upgrade handler
   * @param turn of that endpoint: who has it may write
   * @param closed whether a close frame has gone out there
   */
  record FrameFields(VarHandle remote, VarHandle turn, VarHandle closed) {}

  /**
   * What {@link PingAnswers} need.
   *
   * @param session the session of an upgrade handler
   * @param basic sets what that session answers by
   */
  record PingFields(VarHandle session, MethodHandle basic) {}

  private static final System.Logger LOG = System.getLogger(TomcatFields.class.getName());

  private final FieldLookup lookup;
  private final List<String> missing = new ArrayList<>();
  private final @Nullable FrameFields frames;
  private final @Nullable PingFields pings;
  private final @Nullable ReaderFields reader;

  private TomcatFields(FieldLookup lookup) {
    this.lookup = lookup;
    VarHandle remote =
        field(
            WsHttpUpgradeHandler.class, "wsRemoteEndpointServer", WsRemoteEndpointImplServer.class);
    VarHandle turn =
        field(WsRemoteEndpointImplBase.class, "messagePartInProgress", Semaphore.class);
    VarHandle closed = field(WsRemoteEndpointImplBase.class, "closed", boolean.class);
    VarHandle session = field(WsHttpUpgradeHandler.class, "wsSession", WsSession.class);
    MethodHandle basic = setter(WsSession.class, "remoteEndpointBasic");
    frames =
        remote == null || turn == null || closed == null
            ? null
            : new FrameFields(remote, turn, closed);
    pings = session == null || basic == null ? null : new PingFields(session, basic);
    VarHandle frame = field(WsHttpUpgradeHandler.class, "wsFrame", WsFrameServer.class);
    VarHandle state = field(WsFrameBase.class, "state", Enum.class);
    VarHandle input = field(WsFrameBase.class, "inputBuffer", ByteBuffer.class);
    reader =
        frame == null || state == null || input == null
            ? null
            : new ReaderFields(frame, state, input);
  }

  /** Those of this Tomcat; one warning names what is missing. */
  public static TomcatFields find() {
    return find(FieldLookup::privateField);
  }

  static TomcatFields find(FieldLookup lookup) {
    TomcatFields fields = new TomcatFields(lookup);
    if (!fields.missing.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "this Tomcat has no {0}: what is pushed takes more processor time and memory",
          String.join(", ", fields.missing));
    }
    return fields;
  }

  /** Those that are needed to write whole frames; {@code null} when one of them is missing. */
  @Nullable FrameFields frames() {
    return frames;
  }

  /** Those that are needed to read pongs; {@code null} when one of them is missing. */
  @Nullable ReaderFields reader() {
    return reader;
  }

  /** Those that are needed to answer pings; {@code null} when one of them is missing. */
  @Nullable PingFields pings() {
    return pings;
  }

  private @Nullable VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      return lookup.find(owner, name, type);
    } catch (ReflectiveOperationException | RuntimeException e) {
      missing.add(owner.getSimpleName() + "." + name);
      return null;
    }
  }

  private @Nullable MethodHandle setter(Class<?> owner, String name) {
    try {
      return lookup.setter(owner, name);
    } catch (ReflectiveOperationException | RuntimeException e) {
      missing.add(owner.getSimpleName() + "." + name);
      return null;
    }
  }
}
