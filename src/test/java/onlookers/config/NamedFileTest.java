package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class NamedFileTest {
  private static final String PATH = "/run/secrets/or-the-secret-itself";

  @Test
  void whyItCannotBeHadIsSaidInWordsAndWithoutThePath() {
    assertThat(NamedFile.why(new NoSuchFileException(PATH))).isEqualTo("does not exist");
    assertThat(NamedFile.why(new AccessDeniedException(PATH)))
        .isEqualTo("may not be read by the user " + System.getProperty("user.name"));
    assertThat(NamedFile.why(new FileSystemException(PATH, null, "File name too long")))
        .isEqualTo("cannot be read (File name too long)");
    assertThat(NamedFile.why(new FileSystemException(PATH)))
        .isEqualTo("cannot be read (FileSystemException)");
    assertThat(NamedFile.why(new IOException(PATH))).isEqualTo("cannot be read (IOException)");
  }
}
