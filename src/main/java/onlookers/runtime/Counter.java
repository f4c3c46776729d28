package onlookers.runtime;

/** Numbers that only grow. */
public enum Counter implements Metric {
  SESSIONS_OPENED("sessions_opened", "Sockets that were let in."),
  SESSIONS_CLOSED("sessions_closed", "Sockets that have ended."),
  VIEWS_COUNTED("views_counted", "Views that this node added to a post."),
  FRAMES_RECEIVED("frames_received", "Frames that clients sent."),
  FRAMES_REFUSED("frames_refused", "Frames that were answered by an error or a close."),
  PUSHES_SENT("pushes_sent", "Counts handed to a socket."),
  PUSHES_SUPERSEDED(
      "pushes_superseded", "Counts that a newer one replaced before a slow reader took them."),
  HANDSHAKES_REFUSED(
      "handshakes_refused", "Handshakes refused: origin not allowed, full, or draining."),
  SESSIONS_COLLECTED("sessions_collected", "Sessions that this node's garbage collector removed."),
  REDIS_ROUND_TRIPS("redis_round_trips", "Round trips to Redis on the ordered connection."),
  REDIS_QUEUE_OVERFLOWS(
      "redis_queue_overflows",
      "How often more waited for Redis than can be kept, and all was written anew."),
  ADMIN_REFUSED(
      "admin_refused",
      "Requests to /api/admin with a wrong token, or from where too many had come."),
  COUNTS_SAMPLED("counts_sampled", "Posts whose counts shown were compared with those in Redis.");

  private final String metricName;
  private final String help;

  Counter(String metricName, String help) {
    this.metricName = metricName;
    this.help = help;
  }

  @Override
  public String metricName() {
    return metricName;
  }

  @Override
  public String help() {
    return help;
  }
}
