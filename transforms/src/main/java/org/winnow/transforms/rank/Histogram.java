package org.winnow.transforms.rank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.winnow.transforms.DataCoder;

/**
 * How many keys share each leading part.
 *
 * @param counts ranks by leading bits of their key; the bits that follow are zero, the tie too
 */
record Histogram(Map<RankKey, Long> counts) {
  static final Coder<Histogram> CODER =
      DataCoder.of("histogram", Histogram::write, Histogram::read);

  /** An empty histogram to count into. */
  static Histogram empty() {
    return new Histogram(new HashMap<>());
  }

  /** Counts one key that takes up so many ranks. */
  void count(RankKey part, long weight) {
    counts.merge(part, weight, Long::sum);
  }

  /** Adds what another histogram has counted. */
  Histogram add(Histogram other) {
    other.counts.forEach((part, count) -> counts.merge(part, count, Long::sum));
    return this;
  }

  /** The counts in ascending unsigned order of the parts. */
  TreeMap<RankKey, Long> ordered() {
    return new TreeMap<>(counts);
  }

  /** A histogram of what both have counted; neither changes. */
  private static Histogram sum(Histogram one, Histogram other) {
    boolean isLarger = one.counts.size() > other.counts.size();
    Histogram larger = isLarger ? one : other;
    return new Histogram(new HashMap<>(larger.counts)).add(isLarger ? other : one);
  }

  /**
   * Sums histograms; the order of its inputs does not matter.
   *
   * <p>Flink adds one small part after the other to the sum so far. Parts are elements, which no
   * step may change, and a copy of the whole sum for each part would take the square of the time.
   * So a sum is kept in pieces, each more than twice as large as the next: what is added costs what
   * it is itself, and each count is copied into a larger piece a few times only.
   */
  static final class Sum extends Combine.CombineFn<Histogram, List<Histogram>, Histogram> {
    @Override
    public List<Histogram> createAccumulator() {
      return List.of();
    }

    @Override
    public List<Histogram> addInput(List<Histogram> pieces, Histogram input) {
      return mergeAccumulators(List.of(pieces, List.of(input)));
    }

    @Override
    public List<Histogram> mergeAccumulators(Iterable<List<Histogram>> sums) {
      List<Histogram> merged = new ArrayList<>();
      for (List<Histogram> pieces : sums) {
        for (Histogram piece : pieces) {
          push(piece, merged);
        }
      }
      return merged;
    }

    private static void push(Histogram piece, List<Histogram> pieces) {
      Histogram top = piece;
      while (!pieces.isEmpty()
          && pieces.get(pieces.size() - 1).counts.size() <= 2 * top.counts.size()) {
        top = sum(pieces.remove(pieces.size() - 1), top);
      }
      pieces.add(top);
    }

    @Override
    public Histogram extractOutput(List<Histogram> pieces) {
      Histogram sum = empty();
      pieces.forEach(sum::add);
      return sum;
    }

    @Override
    public Coder<List<Histogram>> getAccumulatorCoder(
        CoderRegistry registry, Coder<Histogram> input) {
      return ListCoder.of(CODER);
    }

    @Override
    public Coder<Histogram> getDefaultOutputCoder(CoderRegistry registry, Coder<Histogram> input) {
      return CODER;
    }
  }

  private static void write(Histogram histogram, DataOutput out) throws IOException {
    out.writeInt(histogram.counts.size());
    for (Map.Entry<RankKey, Long> entry : histogram.ordered().entrySet()) {
      out.writeLong(entry.getKey().high());
      out.writeLong(entry.getKey().low());
      out.writeLong(entry.getValue());
    }
  }

  private static Histogram read(DataInput in) throws IOException {
    int size = in.readInt();
    Map<RankKey, Long> counts = new HashMap<>();
    for (int i = 0; i < size; i++) {
      counts.put(new RankKey(in.readLong(), in.readLong(), 0), in.readLong());
    }
    return new Histogram(counts);
  }
}
