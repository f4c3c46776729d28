package onlookers.wordpress;

import onlookers.fixture.WordPressRelease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that run on a stage of their own, on both WordPresses. */
@ParameterizedClass
@EnumSource
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StageTests {
  @Parameter WordPressRelease release;
  Stage stage;

  @BeforeParameterizedClassInvocation
  void open(WordPressRelease on) {
    stage = new Stage(on);
  }

  @AfterParameterizedClassInvocation
  void close() {
    stage.close();
  }

  @AfterEach
  void nothingHasComplained() {
    try {
      stage.everybodyLeavesWithoutComplaint();
    } finally {
      stage.resetSettings();
    }
  }
}
