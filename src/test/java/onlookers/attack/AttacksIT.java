package onlookers.attack;

/**
 * In {@code mvn verify}: one attack of each kind, four seconds each. Nobody may be left without an
 * answer or be thrown out, the log stays readable, memory comes back; and whoever joins does not
 * wait until the attack is over. How many milliseconds it takes is measured by {@code mvn -Pattack
 * verify}.
 */
class AttacksIT extends Attacks {}
