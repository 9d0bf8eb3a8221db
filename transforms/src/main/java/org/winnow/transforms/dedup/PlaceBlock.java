package org.winnow.transforms.dedup;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.DataCoder;

/**
 * Who and where some rows of one batch are, without their text.
 *
 * @param batch name of the batch, see {@link org.winnow.transforms.BatchKey}
 * @param places one for each row
 */
record PlaceBlock(String batch, List<Place> places) {
  static final Coder<PlaceBlock> CODER =
      DataCoder.of("place block", PlaceBlock::write, PlaceBlock::read);

  /**
   * Rows in one block at most, some 50 KB. What one bundle brings for one key is one record for a
   * runner that sorts by key, and must fit into its buffer.
   */
  static final int MAX_PLACES = 512;

  /** The rows of one batch, in blocks of a bounded size. */
  static List<PlaceBlock> blocks(String batch, List<Place> places) {
    List<PlaceBlock> blocks = new ArrayList<>();
    for (int from = 0; from < places.size(); from += MAX_PLACES) {
      int to = Math.min(places.size(), from + MAX_PLACES);
      blocks.add(new PlaceBlock(batch, List.copyOf(places.subList(from, to))));
    }
    return blocks;
  }

  /**
   * One row.
   *
   * @param group what the row has in common with its copies
   * @param rank how good it is among them, compared as unsigned; the smallest is best
   * @param id the row's id
   * @param metaDigest digest of the fields that are not compared
   * @param domain the row's domain
   * @param file the row's source file
   * @param row the row's number in that file
   * @param index position of the row in its batch, from 0
   */
  record Place(
      Hash group,
      long rank,
      Hash id,
      long metaDigest,
      String domain,
      String file,
      long row,
      int index) {}

  /** Number of 128 bits. */
  record Hash(long high, long low) implements Comparable<Hash> {
    private static final int HEX_DIGITS_OF_LONG = 16;

    /** The number that an id writes in hexadecimal digits. */
    static Hash ofId(String id) {
      return new Hash(
          Long.parseUnsignedLong(id, 0, HEX_DIGITS_OF_LONG, HEX_DIGITS_OF_LONG),
          Long.parseUnsignedLong(id, HEX_DIGITS_OF_LONG, id.length(), HEX_DIGITS_OF_LONG));
    }

    String toId() {
      HexFormat hex = HexFormat.of();
      return hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    @Override
    public int compareTo(Hash other) {
      int byHigh = Long.compareUnsigned(high, other.high);
      return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
  }

  /** A row and its batch. */
  record Row(Place place, String batch) {
    /** What the row is and holds, before where it lies: files can be renamed and cut anew. */
    private static final Comparator<Row> BY_PLACE =
        Comparator.<Row>comparingLong(row -> row.place.metaDigest)
            .thenComparing(row -> row.place.file)
            .thenComparingLong(row -> row.place.row)
            .thenComparing(row -> row.batch)
            .thenComparingInt(row -> row.place.index);

    private static final Comparator<Row> BY_GROUP_AND_RANK =
        Comparator.<Row, Hash>comparing(row -> row.place.group)
            .thenComparing(row -> row.place.rank, Long::compareUnsigned);

    /** Groups side by side; in each the best first, equals by domain. */
    static final Comparator<Row> BY_DOMAIN =
        BY_GROUP_AND_RANK
            .thenComparing(row -> row.place.domain)
            .thenComparing(row -> row.place.id)
            .thenComparing(BY_PLACE);

    /** Groups side by side; in each the best first, equals by hash. */
    static final Comparator<Row> BY_HASH =
        BY_GROUP_AND_RANK
            .thenComparing(row -> row.place.id)
            .thenComparing(row -> row.place.domain)
            .thenComparing(BY_PLACE);

    /** The rejection of this row. */
    Rejection rejection(String step, String reason, String evidence) {
      return new Rejection(
          Rejection.Kind.DROPPED,
          place.id.toId(),
          place.domain,
          place.file,
          place.row,
          step,
          reason,
          evidence);
    }
  }

  private static void write(PlaceBlock block, DataOutput out) throws IOException {
    List<String> names = new ArrayList<>();
    DataCoder.writeText(block.batch, out);
    out.writeInt(block.places.size());
    for (Place place : block.places) {
      writeHash(place.group, out);
      out.writeLong(place.rank);
      writeHash(place.id, out);
      out.writeLong(place.metaDigest);
      writeName(place.domain, names, out);
      writeName(place.file, names, out);
      out.writeLong(place.row);
      out.writeInt(place.index);
    }
  }

  private static PlaceBlock read(DataInput in) throws IOException {
    List<String> names = new ArrayList<>();
    String batch = DataCoder.readText(in);
    int size = in.readInt();
    List<Place> places = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      places.add(
          new Place(
              readHash(in),
              in.readLong(),
              readHash(in),
              in.readLong(),
              readName(names, in),
              readName(names, in),
              in.readLong(),
              in.readInt()));
    }
    return new PlaceBlock(batch, places);
  }

  static void writeHash(Hash hash, DataOutput out) throws IOException {
    out.writeLong(hash.high);
    out.writeLong(hash.low);
  }

  static Hash readHash(DataInput in) throws IOException {
    return new Hash(in.readLong(), in.readLong());
  }

  /** A name as its number; behind the number of a new name stands the name. */
  private static void writeName(String name, List<String> names, DataOutput out)
      throws IOException {
    int number = names.indexOf(name);
    out.writeInt(number < 0 ? names.size() : number);
    if (number < 0) {
      names.add(name);
      DataCoder.writeText(name, out);
    }
  }

  private static String readName(List<String> names, DataInput in) throws IOException {
    int number = in.readInt();
    if (number == names.size()) {
      names.add(DataCoder.readText(in));
    }
    return names.get(number);
  }
}
