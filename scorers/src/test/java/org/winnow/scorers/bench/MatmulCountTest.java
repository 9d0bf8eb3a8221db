package org.winnow.scorers.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.winnow.scorers.checkpoint.AttentionSpec;
import org.winnow.scorers.checkpoint.DecoderSpec;
import org.winnow.scorers.checkpoint.LayerForm;
import org.winnow.scorers.checkpoint.RopeSpec;

class MatmulCountTest {
  /**
   * Two layers of width 4: q 4 x 4, k and v 2 x 4, o 4 x 4, feed-forward 3 x (8 x 4); 10 tokens.
   */
  private static final DecoderSpec DECODER =
      new DecoderSpec(
          "llama",
          10,
          4,
          8,
          2,
          2,
          1,
          2,
          false,
          1e-6,
          8,
          new RopeSpec(10_000, 2, new RopeSpec.Plain()),
          new AttentionSpec(
              1 / Math.sqrt(2),
              OptionalDouble.empty(),
              Collections.nCopies(2, new AttentionSpec.Layer(OptionalInt.empty(), true))),
          new LayerForm(false, false, false, false, false, false, 0, LayerForm.Activation.SILU),
          1,
          OptionalDouble.empty());

  @Test
  void countsTwoOperationsForEachWeightAndTokenAndTheCausalHalfOfAttention() {
    // weights of a layer: 16 + 8 + 8 + 16 + 96 = 144; pairs of 3 tokens: 6; head: 40
    double layers = 2 * (2 * 3 * 144 + 2 * (2 * 6 * 4));

    assertThat(new MatmulCount(DECODER).forward(3, 2)).isEqualTo(layers + 2 * 2 * 40);
  }

  @Test
  void backwardStopsAtTheFirstProjections() {
    double layers = 2 * (2 * 3 * 144 + 4 * (2 * 6 * 4)) - 2 * 3 * 32;

    assertThat(new MatmulCount(DECODER).backward(3, 2)).isEqualTo(layers + 2 * 2 * 40);
  }
}
