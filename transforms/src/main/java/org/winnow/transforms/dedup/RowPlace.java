package org.winnow.transforms.dedup;

import java.util.Comparator;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * Where a row is: in the run's batches and in its source.
 *
 * <p>Places are ordered by id; of equal rows, the one that stays is the least.
 *
 * @param id the row's id
 * @param domain the row's domain
 * @param file the row's source file
 * @param row the row's number in that file
 * @param batch name of the batch, see {@link org.winnow.transforms.BatchKey}
 * @param index position of the row in the batch, from 0
 */
record RowPlace(String id, String domain, String file, long row, String batch, int index)
    implements Comparable<RowPlace> {
  static final Coder<RowPlace> CODER =
      DataCoder.of(
          "row place",
          (place, out) -> {
            DataCoder.writeText(place.id, out);
            DataCoder.writeText(place.domain, out);
            DataCoder.writeText(place.file, out);
            out.writeLong(place.row);
            DataCoder.writeText(place.batch, out);
            out.writeInt(place.index);
          },
          in ->
              new RowPlace(
                  DataCoder.readText(in),
                  DataCoder.readText(in),
                  DataCoder.readText(in),
                  in.readLong(),
                  DataCoder.readText(in),
                  in.readInt()));

  private static final Comparator<RowPlace> ORDER =
      Comparator.comparing(RowPlace::id)
          .thenComparing(RowPlace::domain)
          .thenComparing(RowPlace::file)
          .thenComparing(RowPlace::row)
          .thenComparing(RowPlace::batch)
          .thenComparing(RowPlace::index);

  @Override
  public int compareTo(RowPlace other) {
    return ORDER.compare(this, other);
  }
}
