package org.winnow.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CorpusBatchTest {
  @AfterEach
  @AfterProperty
  void nothingOffHeapStays() {
    assertThat(ArrowMemory.bytesHeld()).isZero();
  }

  @Property(tries = 100)
  void givesBackTheSamplesItWasMadeOf(@ForAll("batches") List<Sample> samples) {
    CorpusBatch batch = CorpusBatch.of(samples);

    assertThat(CorpusBatch.ofBytes(batch.rows(), batch.bytes()).samples()).isEqualTo(samples);
  }

  @Property(tries = 100)
  void filtersLikeAList(@ForAll("batches") List<Sample> samples, @ForAll("bitSets") BitSet bits) {
    BitSet keep = bits.get(0, samples.size());
    List<Sample> expected = keep.stream().mapToObj(samples::get).toList();

    CorpusBatch kept = CorpusBatch.of(samples).filter(keep);

    assertThat(kept.samples()).isEqualTo(expected);
    if (!expected.isEmpty()) {
      assertThat(kept).isEqualTo(CorpusBatch.of(expected));
    }
  }

  @Property(tries = 100)
  void scoringIsTheSameAsScoringEachSample(@ForAll("batches") List<Sample> samples) {
    double[] values =
        IntStream.range(0, samples.size()).mapToDouble(i -> i % 2 == 0 ? i : Double.NaN).toArray();
    List<Sample> expected = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      Scores more = Scores.of(List.of("z", "new"), values[i], values[i]);
      expected.add(samples.get(i).withScores(samples.get(i).scores().with(more)));
    }

    CorpusBatch scored =
        CorpusBatch.of(samples).withScores(List.of("z", "new"), new double[][] {values, values});

    assertThat(scored).isEqualTo(CorpusBatch.of(expected));
    assertThat(scored.scoreColumns()).containsExactly("a.b", "z", "new");
  }

  @Property(tries = 50)
  void weighingIsTheSameAsWeighingEachSample(@ForAll("batches") List<Sample> samples) {
    double[] weights = IntStream.range(0, samples.size()).mapToDouble(i -> i / 4.0).toArray();
    List<Sample> expected = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      Sample s = samples.get(i);
      expected.add(
          new Sample(
              s.id(), s.domain(), s.messages(), s.origin(), s.meta(), s.scores(), weights[i]));
    }

    assertThat(CorpusBatch.of(samples).withWeights(weights)).isEqualTo(CorpusBatch.of(expected));
  }

  @Test
  void refusesWeightsThatDoNotFit() {
    CorpusBatch batch = CorpusBatch.of(Fixtures.samples(2));

    assertThatThrownBy(() -> batch.withWeights(new double[] {1}))
        .hasMessage("expected 2 weights, one for each row, got 1");
    assertThatThrownBy(() -> batch.withWeights(new double[] {1, -1}))
        .hasMessage("weight must be finite and >= 0, got -1.0 in row 1");
    assertThatThrownBy(() -> batch.withWeights(new double[] {Double.NaN, 1}))
        .hasMessage("weight must be finite and >= 0, got NaN in row 0");
  }

  @Property(tries = 50)
  void projectionsAgreeWithTheSamples(@ForAll("batches") List<Sample> samples) {
    CorpusBatch batch = CorpusBatch.of(samples);

    assertThat(batch.ids()).isEqualTo(samples.stream().map(Sample::id).toList());
    assertThat(batch.domains()).isEqualTo(samples.stream().map(Sample::domain).toList());
    assertThat(batch.origins()).isEqualTo(samples.stream().map(Sample::origin).toList());
    assertThat(batch.scores("z"))
        .containsExactly(samples.stream().mapToDouble(s -> s.scores().valueAt(1)).toArray());
    assertThat(batch.textBytes())
        .containsExactly(samples.stream().mapToLong(CorpusBatchTest::textBytes).toArray());
  }

  @Test
  void filteringEveryRowInIsTheIdentity() {
    CorpusBatch batch = CorpusBatch.of(Fixtures.samples(300));
    BitSet all = new BitSet();
    all.set(0, 300);

    assertThat(batch.filter(all)).isEqualTo(batch);
  }

  @Test
  void anEmptyBatchKeepsItsScoreColumns() {
    CorpusBatch empty = CorpusBatch.of(Fixtures.samples(3)).filter(new BitSet());

    assertThat(empty.rows()).isZero();
    assertThat(empty.samples()).isEmpty();
    assertThat(empty.scoreColumns()).containsExactly("q", "r.x");
    assertThat(CorpusBatch.of(List.of()).samples()).isEmpty();
  }

  @Test
  void namesTheColumnsThatItHasWhenAskedForAnother() {
    CorpusBatch batch = CorpusBatch.of(Fixtures.samples(1));

    assertThatThrownBy(() -> batch.scores("s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no score column 's', the batch has [q, r.x]");
  }

  @Test
  void refusesSamplesWithDifferentScoreColumns() {
    Sample other = Fixtures.sample(2).withScores(Scores.of(List.of("q"), 1));

    assertThatThrownBy(() -> CorpusBatch.of(List.of(Fixtures.sample(1), other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[q, r.x]")
        .hasMessageContaining("has [q]");
  }

  @Test
  void refusesScoresThatDoNotFit() {
    CorpusBatch batch = CorpusBatch.of(Fixtures.samples(2));

    assertThatThrownBy(() -> batch.withScores(List.of("s"), new double[][] {{1}}))
        .hasMessage("score s: expected 2 values, got 1");
    assertThatThrownBy(() -> batch.withScores(List.of("s", "s"), new double[2][2]))
        .hasMessageContaining("expected distinct columns");
    assertThatThrownBy(
            () -> batch.withScores(List.of("s"), new double[][] {{1, Double.NEGATIVE_INFINITY}}))
        .hasMessage("score s is -Infinity in row 1");
  }

  @Test
  void droppingScoresLeavesWhatWasThereBeforeThem() {
    CorpusBatch batch = CorpusBatch.of(List.of(Fixtures.sample(1), Fixtures.sample(2)));
    CorpusBatch scored =
        batch.withScores(List.of("s.1", "s.2"), new double[][] {{1, 2}, {3, Double.NaN}});

    double[][] read = scored.scores(List.of("s.2", "s.1"));
    assertThat(read[0]).containsExactly(3, Double.NaN);
    assertThat(read[1]).containsExactly(1, 2);
    assertThat(scored.withoutScores(List.of("s.2", "s.1"))).isEqualTo(batch);
    assertThat(scored.withoutScores(List.of("s.1")))
        .isEqualTo(batch.withScores(List.of("s.2"), new double[][] {{3, Double.NaN}}));
    assertThatThrownBy(() -> scored.withoutScores(List.of("s.1", "s.3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s.1, s.2], got [s.1, s.3]");
  }

  @Test
  void refusesABitBehindTheLastRow() {
    BitSet keep = new BitSet();
    keep.set(2);

    assertThatThrownBy(() -> CorpusBatch.of(Fixtures.samples(2)).filter(keep))
        .hasMessage("bit 2 is set, the batch has 2 rows");
  }

  @Test
  void theContentHashIsThatOfTheIdsInOrder() {
    List<Sample> samples = Fixtures.samples(3);
    String ids = samples.get(0).id() + "\n" + samples.get(1).id() + "\n" + samples.get(2).id();

    assertThat(CorpusBatch.of(samples).contentHash())
        .isEqualTo(Digests.hex((ids + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void saysSoWhenTheRowCountIsNotThatOfTheBytes() {
    CorpusBatch wrong = CorpusBatch.ofBytes(4, CorpusBatch.of(Fixtures.samples(3)).bytes());

    assertThatThrownBy(wrong::ids)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("expected one record batch of 4 rows, found 3");
  }

  @Provide
  Arbitrary<List<Sample>> batches() {
    return Fixtures.anySample(List.of("a.b", "z")).list().ofMinSize(1).ofMaxSize(20);
  }

  @Provide
  Arbitrary<BitSet> bitSets() {
    return Arbitraries.longs().map(bits -> BitSet.valueOf(new long[] {bits}));
  }

  private static long textBytes(Sample sample) {
    return sample.messages().stream()
            .mapToLong(m -> m.content().getBytes(StandardCharsets.UTF_8).length)
            .sum()
        + sample.meta().getBytes(StandardCharsets.UTF_8).length;
  }
}
