package onlookers.config;

import java.util.Optional;

/**
 * Whom to log in as. {@link #toString()} shows neither.
 *
 * @param user none for the default user
 * @param password 1 to 1024 characters
 */
public record Credentials(Optional<String> user, Secret password) {
  /**
   * Reads {@code [user:]password}. Nothing in it is encoded; a password that holds a colon has one
   * before it, with or without a user.
   *
   * @throws IllegalArgumentException with what would be right
   */
  public static Credentials parse(String text) {
    int colon = text.indexOf(':');
    String user = colon < 0 ? "" : text.substring(0, colon);
    String password = text.substring(colon + 1);
    if (password.isEmpty() || password.length() > Secret.MAX_LENGTH || user.contains(" ")) {
      throw new IllegalArgumentException(
          "[user:]password, the password of 1 to "
              + Secret.MAX_LENGTH
              + " characters, :password where it holds a colon");
    }
    return new Credentials(Optional.of(user).filter(name -> !name.isEmpty()), new Secret(password));
  }

  @Override
  public String toString() {
    return Secret.MASK;
  }
}
