package org.winnow.transforms.rank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * The keys that stand at the wanted ranks of one group.
 *
 * @param cuts one for each wanted rank, in the order in which they were asked for
 */
public record Cuts(List<Cut> cuts) {
  /** Writes and reads cuts. */
  public static final Coder<Cuts> CODER = DataCoder.of("cuts", Cuts::write, Cuts::read);

  public Cuts {
    cuts = List.copyOf(cuts);
  }

  /**
   * The end of one wanted range of ranks.
   *
   * @param empty whether the wanted rank was 0, so that no row is within
   * @param last the greatest key that is within
   */
  public record Cut(boolean empty, RankKey last) {
    boolean isWithin(RankKey key) {
      return !empty && key.compareTo(last) <= 0;
    }
  }

  /** Whether a row of this group is within the {@code target}-th wanted rank. */
  public boolean isWithin(int target, RankKey key) {
    return cuts.get(target).isWithin(key);
  }

  /** The first wanted rank that the row is within, or the number of wanted ranks if none. */
  public int firstWithin(RankKey key) {
    int low = 0;
    int high = cuts.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cuts.get(middle).isWithin(key)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static void write(Cuts cuts, DataOutput out) throws IOException {
    out.writeInt(cuts.cuts.size());
    for (Cut cut : cuts.cuts) {
      out.writeBoolean(cut.empty);
      out.writeLong(cut.last.high());
      out.writeLong(cut.last.low());
      out.writeLong(cut.last.tie());
    }
  }

  private static Cuts read(DataInput in) throws IOException {
    int size = in.readInt();
    List<Cut> cuts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      boolean empty = in.readBoolean();
      cuts.add(new Cut(empty, new RankKey(in.readLong(), in.readLong(), in.readLong())));
    }
    return new Cuts(cuts);
  }
}
