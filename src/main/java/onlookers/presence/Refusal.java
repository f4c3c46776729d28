package onlookers.presence;

/** Why an event was not carried out, as the wire names it. */
public enum Refusal {
  /** The event is unknown, or its arguments do not fit. */
  BAD_FRAME("bad-frame"),
  /** Not a post. */
  BAD_POST("bad-post"),
  /** The ticket is missing or belongs to another post. */
  BAD_TICKET("bad-ticket"),
  /** A limit is reached. */
  TOO_MANY("too-many"),
  /** Redis refused it. */
  UNAVAILABLE("unavailable");

  private final String code;

  Refusal(String code) {
    this.code = code;
  }

  /** The name on the wire. */
  public String code() {
    return code;
  }
}
