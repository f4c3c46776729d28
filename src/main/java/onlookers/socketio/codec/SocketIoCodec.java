package onlookers.socketio.codec;

import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.presence.Refusal;
import onlookers.protocol.BadFrameException;
import onlookers.protocol.Change;
import onlookers.protocol.ClientEvent;
import onlookers.protocol.Codec;
import onlookers.protocol.NativeCodec;

/**
 * The Socket.IO wire: the native wire's events, each behind a prefix, but for the counts, which are
 * the two events of the demo of 2015. All of it is ASCII.
 */
public final class SocketIoCodec implements Codec {
  /** Stands between two packets of one frame. */
  public static final char SEPARATOR = '\u001e';

  /** A message of Engine.IO that is an event of Socket.IO, in the default namespace. */
  private static final String EVENT = "42";

  private final NativeCodec events = new NativeCodec();

  /** Takes the event alone, without its prefix. */
  @Override
  public String wire() {
    return "socketio";
  }

  @Override
  public ClientEvent decode(String frame) throws BadFrameException {
    return events.decode(frame);
  }

  @Override
  public boolean isAlive(String frame) {
    return events.isAlive(frame);
  }

  @Override
  public String alive() {
    return EVENT + events.alive();
  }

  @Override
  public String session(String id) {
    return EVENT + events.session(id);
  }

  @Override
  public String counts(Post post, Counts counts, Change change) {
    String viewers = count("viewers", post, counts.viewers());
    String views = count("views", post, counts.views());
    return switch (change) {
      case VIEWERS -> viewers;
      case VIEWS -> views;
      case BOTH -> viewers + SEPARATOR + views;
    };
  }

  private static String count(String name, Post post, long count) {
    return EVENT + "[\"" + name + "\",\"" + post + "\"," + count + "]";
  }

  @Override
  public String online(long viewers) {
    return EVENT + events.online(viewers);
  }

  @Override
  public String degraded(boolean degraded) {
    return EVENT + events.degraded(degraded);
  }

  @Override
  public String error(Refusal refusal, String message) {
    return EVENT + events.error(refusal, message);
  }
}
