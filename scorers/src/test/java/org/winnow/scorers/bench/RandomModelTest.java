package org.winnow.scorers.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Sample;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.text.Encoding;
import org.winnow.scorers.text.SampleEncoder;

class RandomModelTest {
  @Test
  void samplesHaveExactlyAsManyTokensAsWanted(@TempDir Path folder) throws Exception {
    RandomModel model = RandomModel.parse("1,8,2,1,16,50,13,3,6");
    model.write(folder);
    Checkpoint checkpoint = Checkpoint.inspect(folder.toString());

    assertThat(checkpoint.decoder().headDim()).isEqualTo(4);
    assertThat(model.sampleList()).hasSize(3).doesNotHaveDuplicates();
    try (SampleEncoder encoder = SampleEncoder.open(checkpoint, ModelSpec.of(folder.toString()))) {
      for (Sample sample : model.sampleList()) {
        assertThat(encoder.encode(sample.messages()))
            .isInstanceOfSatisfying(
                Encoding.Encoded.class,
                encoded -> {
                  assertThat(encoded.sample().length()).isEqualTo(13);
                  assertThat(encoded.sample().responseTokens()).isEqualTo(7);
                });
      }
    }
  }

  @Test
  void saysWhatMakesNoModel() {
    assertThatThrownBy(() -> RandomModel.parse("1,2,3"))
        .hasMessage("expected " + RandomModel.FORM + ", found '1,2,3'");
    assertThatThrownBy(() -> RandomModel.parse("1,8,2,1,16,50,13,0"))
        .hasMessageContaining("expected numbers from 1");
    assertThatThrownBy(() -> RandomModel.parse("1,8,2,1,16,50,13,1,13"))
        .hasMessageContaining("TOKENS must be more than the 13 of the prompt");
    assertThat(RandomModel.parse("1,8,2,1,16,50,13,1").promptTokens()).isEqualTo(1);
    assertThatThrownBy(() -> RandomModel.parse("1,8,3,1,16,50,13,1"))
        .hasMessageContaining("HEADS must divide WIDTH");
    assertThatThrownBy(() -> RandomModel.parse("1,16,4,3,16,50,13,1"))
        .hasMessageContaining("KV_HEADS must divide HEADS");
  }
}
