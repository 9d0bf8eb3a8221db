package org.winnow.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SampleCodecTest {
  @Property(tries = 300)
  void decodingGivesBackWhatWasEncoded(@ForAll("samples") Sample sample) {
    byte[] bytes = SampleCodec.encode(sample);

    assertThat(SampleCodec.decode(bytes)).isEqualTo(sample);
  }

  @Test
  void keepsLongTextsAndAbsentScores() {
    List<Message> messages = List.of(new Message(Role.TOOL, "x".repeat(3_000_000)));
    Sample sample =
        Sample.of("d", messages, Origin.ofRow("f", Long.MAX_VALUE), "{}")
            .withScores(Scores.of(List.of("a", "b"), Double.NaN, -0.0));

    assertThat(SampleCodec.decode(SampleCodec.encode(sample))).isEqualTo(sample);
  }

  @Test
  void refusesBytesThatAreTooFewOrTooMany() {
    byte[] bytes = SampleCodec.encode(Fixtures.sample(1));

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SampleCodec.decode(cut)).isInstanceOf(UncheckedIOException.class);
    }
    assertThatThrownBy(() -> SampleCodec.decode(Arrays.copyOf(bytes, bytes.length + 2)))
        .hasMessage("expected one sample, found 2 more bytes behind it");
  }

  @Provide
  Arbitrary<Sample> samples() {
    return Fixtures.anySample(List.of("a.b", "z"));
  }
}
