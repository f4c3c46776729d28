package onlookers.attack;

/** Something that strangers do. */
@FunctionalInterface
interface Attack {
  /**
   * Does it until then, and leaves nothing open.
   *
   * @param end by {@link System#nanoTime()}
   * @return what was done, in a few words
   */
  String run(Victim victim, long end) throws Exception;
}
