package onlookers.wordpress;

import onlookers.fixture.WordPressRelease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests on both WordPresses. The stage is there before and after them: each publishes posts of its
 * own, with titles of their own.
 */
@ParameterizedClass
@EnumSource
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StageTests {
  @Parameter WordPressRelease release;
  Stage stage;

  @BeforeParameterizedClassInvocation
  void open(WordPressRelease on) {
    stage = Stage.shared(on);
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
