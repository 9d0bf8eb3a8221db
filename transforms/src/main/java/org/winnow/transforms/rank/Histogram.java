package org.winnow.transforms.rank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
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

  /** Sums histograms; the order of its inputs does not matter. */
  static final class Sum extends Combine.CombineFn<Histogram, Histogram, Histogram> {
    @Override
    public Histogram createAccumulator() {
      return empty();
    }

    @Override
    public Histogram addInput(Histogram sum, Histogram input) {
      return sum.add(input);
    }

    @Override
    public Histogram mergeAccumulators(Iterable<Histogram> sums) {
      Histogram merged = empty();
      for (Histogram sum : sums) {
        merged = merged.counts.size() < sum.counts.size() ? copy(sum).add(merged) : merged.add(sum);
      }
      return merged;
    }

    @Override
    public Histogram extractOutput(Histogram sum) {
      return sum;
    }

    @Override
    public Coder<Histogram> getAccumulatorCoder(CoderRegistry registry, Coder<Histogram> input) {
      return CODER;
    }

    private static Histogram copy(Histogram histogram) {
      return new Histogram(new HashMap<>(histogram.counts));
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
