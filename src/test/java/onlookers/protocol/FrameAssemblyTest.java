package onlookers.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameAssemblyTest {
  private final FrameAssembly assembly = new FrameAssembly(8_192);

  @Test
  void aFrameInOnePartIsThatPart() {
    String part = "[\"parked\"]";

    assertThat(assembly.accept(part, true)).isTrue();
    assertThat(assembly.take(part)).isSameAs(part);
  }

  @Test
  void partsArePutTogetherAndTheNextFrameIsAnother() {
    assertThat(assembly.accept("[\"par", false)).isTrue();
    assertThat(assembly.accept("ked", false)).isTrue();
    assertThat(assembly.accept("\"]", true)).isTrue();
    assertThat(assembly.take("\"]")).isEqualTo("[\"parked\"]");

    assertThat(assembly.accept("x", true)).isTrue();
    assertThat(assembly.take("x")).isEqualTo("x");
  }

  @Test
  void theLimitIsOfBytesAndNotOfCharacters() {
    assertThat(new FrameAssembly(8_192).accept("x".repeat(8_192), true)).isTrue();
    assertThat(new FrameAssembly(8_192).accept("x".repeat(8_193), true)).isFalse();
    assertThat(new FrameAssembly(8_192).accept("ä".repeat(4_096), true)).isTrue();
    assertThat(new FrameAssembly(8_192).accept("ä".repeat(4_097), true)).isFalse();
    assertThat(new FrameAssembly(8_192).accept("€".repeat(2_731), true)).isFalse();
    assertThat(new FrameAssembly(8_192).accept("😀".repeat(2_048), true)).isTrue();
    assertThat(new FrameAssembly(8_192).accept("😀".repeat(2_049), true)).isFalse();
  }

  @Test
  void aCharacterHasAsManyBytesAsInUtf8() {
    assertThat(new FrameAssembly(1).accept("\u007f", true)).isTrue();
    assertThat(new FrameAssembly(1).accept("\u0080", true)).isFalse();
    assertThat(new FrameAssembly(2).accept("\u0080", true)).isTrue();
    assertThat(new FrameAssembly(2).accept("\u07ff", true)).isTrue();
    assertThat(new FrameAssembly(2).accept("\u0800", true)).isFalse();
    assertThat(new FrameAssembly(3).accept("\u0800", true)).isTrue();
  }

  @Test
  void manyShortPartsAreTogetherTooLong() {
    boolean accepted = true;
    for (int i = 0; i < 100 && accepted; i++) {
      accepted = assembly.accept("x".repeat(100), false);
    }

    assertThat(accepted).isFalse();
  }

  @Test
  void aFrameOfNothingButEmptyPartsEnds() {
    boolean accepted = true;
    for (int i = 0; i <= 8_192 && accepted; i++) {
      accepted = assembly.accept("", false);
    }

    assertThat(accepted).isFalse();
  }
}
