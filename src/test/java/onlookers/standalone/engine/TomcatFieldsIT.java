package onlookers.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomcatFieldsIT {
  private final Logger logger = Logger.getLogger(TomcatFields.class.getName());
  private final LogLines lines = new LogLines();

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(lines);
  }

  @AfterEach
  void hearNoMore() {
    logger.removeHandler(lines);
    logger.setUseParentHandlers(true);
  }

  @Test
  void theTomcatThatTheWarBringsHasThemAll() {
    TomcatFields fields = TomcatFields.find();
    assertThat(fields.frames()).isNotNull();
    assertThat(fields.reader()).isNotNull();
    assertThat(lines.warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wsRemoteEndpointServer", "messagePartInProgress", "closed"})
  void withoutAFieldOfWebSocketsFramesGoTomcatsWay(String missing) {
    TomcatFields fields = TomcatFields.find(allBut(missing));
    assertThat(fields.frames()).isNull();
    assertWarnedOnceOf(missing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wsFrame", "state", "inputBuffer"})
  void withoutAFieldOfFramesPongsAreReadTomcatsWay(String missing) {
    TomcatFields fields = TomcatFields.find(allBut(missing));
    assertThat(fields.reader()).isNull();
    assertThat(fields.frames()).isNotNull();
    assertWarnedOnceOf(missing);
  }

  @Test
  void aTomcatThatHasNoneOfThemIsLoggedInOneLineToo() {
    TomcatFields fields =
        TomcatFields.find(
            (owner, name, type) -> {
              throw new IllegalAccessException(name);
            });
    assertThat(fields.frames()).isNull();
    assertWarnedOnceOf("wsRemoteEndpointServer", "messagePartInProgress", "closed");
  }

  @Test
  void aLookupThatFailsOtherwiseIsAsGoodAsAMissingField() {
    TomcatFields fields =
        TomcatFields.find(
            (owner, name, type) -> {
              throw new SecurityException(name);
            });
    assertThat(fields.frames()).isNull();
  }

  private void assertWarnedOnceOf(String... fields) {
    assertThat(lines.warnings).singleElement().asString().contains(fields);
  }

  /** A Tomcat that calls one of its fields otherwise. */
  static FieldLookup allBut(String missing) {
    return (owner, name, type) -> {
      if (name.equals(missing)) {
        throw new NoSuchFieldException(name);
      }
      return FieldLookup.privateField(owner, name, type);
    };
  }

  private static final class LogLines extends Handler {
    final List<String> warnings = new ArrayList<>();

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().equals(Level.WARNING)) {
        warnings.add(new SimpleFormatter().formatMessage(record));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
