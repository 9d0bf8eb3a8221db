package org.winnow.scorers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.Fixtures;
import org.winnow.scorers.checkpoint.Checkpoint;

/** Steps against their slow twin: the whole sequence once more for every token. */
class StepwiseDecoderTest {
  private static final int POSITIONS = 64;
  private static final int VOCABULARY = 57;

  private final Path directory;

  StepwiseDecoderTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemma2", "llama", "mistral", "phi3", "qwen2", "qwen3", "smollm3"})
  void logitsAreThoseOfTheWholeSequence(String family) throws IOException {
    try (Decoder decoder = load(Fixtures.family(family, directory).toString())) {
      StepwiseDecoder steps = new StepwiseDecoder(decoder);
      long[] tokens = tokens(POSITIONS, 1);
      int[] openings = {0, 1, 37};
      for (int opening : openings) {
        try (Sequence sequence = steps.open(Arrays.copyOf(tokens, opening), POSITIONS)) {
          for (int length = opening + 1; length <= POSITIONS; length++) {
            float[] expected = whole(decoder, Arrays.copyOf(tokens, length));
            try (NextTokens next = steps.step(List.of(sequence), new long[] {tokens[length - 1]})) {
              assertClose(next.logits(0), expected);
              assertThat(next.mostLikely(0)).isEqualTo(argmax(next.logits(0)));
            }
          }
        }
      }
    }
  }

  @Test
  void sequencesBesideItDoNotChangeABit() throws IOException {
    try (Decoder decoder = load("builtin:reference")) {
      StepwiseDecoder steps = new StepwiseDecoder(decoder);
      for (int place = 0; place < StepwiseDecoder.SLOTS; place++) {
        List<Sequence> beside = new ArrayList<>();
        long[] fed = new long[StepwiseDecoder.SLOTS];
        try (Sequence alone = steps.open(tokens(20, 3), 22)) {
          for (int i = 0; i < StepwiseDecoder.SLOTS; i++) {
            beside.add(steps.open(i == place ? tokens(20, 3) : tokens(5 + 7 * i, 10 + i), 64));
            fed[i] = i == place ? 9 : 20 + i;
          }
          for (int step = 0; step < 2; step++) {
            try (NextTokens one = steps.step(List.of(alone), new long[] {9});
                NextTokens many = steps.step(beside, fed)) {
              assertThat(many.logits(place)).isEqualTo(one.logits(0));
            }
          }
        } finally {
          beside.forEach(Sequence::close);
        }
      }
    }
  }

  @Test
  void aSequenceWithoutRoomIsRefused() throws IOException {
    try (Decoder decoder = load(Fixtures.family("llama", directory).toString())) {
      StepwiseDecoder steps = new StepwiseDecoder(decoder);
      assertThatThrownBy(() -> steps.open(new long[] {1, 2, 3}, 2))
          .hasMessage("a sequence of 0 tokens has no room for 3 more: 2");
      try (Sequence full = steps.open(new long[] {1, 2, 3}, 3)) {
        assertThatThrownBy(() -> steps.step(List.of(full), new long[] {1}))
            .hasMessage("a sequence of 3 tokens has no room for 1 more: 3");
        assertThat(full.length()).isEqualTo(3);
      }
    }
  }

  @Test
  void stepsNeedOneTokenForEachSequence() throws IOException {
    try (Decoder decoder = load(Fixtures.family("llama", directory).toString())) {
      StepwiseDecoder steps = new StepwiseDecoder(decoder);
      assertThatThrownBy(() -> steps.step(List.of(), new long[0]))
          .hasMessage("expected from 1 to 8 sequences and a token for each, got 0 and 0");
    }
  }

  private static Decoder load(String checkpoint) {
    return Decoder.load(
        TorchRuntime.newManager(DeviceChoice.CPU),
        Checkpoint.inspect(checkpoint),
        128,
        4 << 20,
        Precision.FLOAT32);
  }

  private static float[] whole(Decoder decoder, long[] tokens) {
    try (NextTokens next = new WholeSequenceTwin(decoder).next(tokens)) {
      return next.logits(0);
    }
  }

  /** Made-up tokens; another seed gives others. */
  private static long[] tokens(int count, int seed) {
    long[] tokens = new long[count];
    Arrays.setAll(tokens, i -> 7 + (i * 31L + seed * 17L + (long) i * i) % (VOCABULARY - 7));
    return tokens;
  }

  private static int argmax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f * (1 + Math.abs(expected[i]))));
    }
  }
}
