package onlookers.protocol;

/** Which of a post's two counts are news to somebody. */
public enum Change {
  /** Both, or all that there is to know. */
  BOTH,
  /** Only the viewers. */
  VIEWERS,
  /** Only the views. */
  VIEWS
}
