package org.winnow.transforms.dedup;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.schemas.Origin;
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
   * One row.
   *
   * @param idHigh first 64 bits of the row's id
   * @param idLow the other 64 bits
   * @param domain the row's domain
   * @param file the row's source file
   * @param row the row's number in that file
   * @param index position of the row in its batch, from 0
   */
  record Place(long idHigh, long idLow, String domain, String file, long row, int index) {
    private static final int HEX_DIGITS_OF_LONG = 16;

    /** The place of a row with this id. */
    static Place of(String id, String domain, Origin origin, int index) {
      return new Place(
          Long.parseUnsignedLong(id, 0, HEX_DIGITS_OF_LONG, HEX_DIGITS_OF_LONG),
          Long.parseUnsignedLong(id, HEX_DIGITS_OF_LONG, id.length(), HEX_DIGITS_OF_LONG),
          domain,
          origin.file(),
          origin.row(),
          index);
    }
  }

  private static void write(PlaceBlock block, DataOutput out) throws IOException {
    List<String> names = new ArrayList<>();
    DataCoder.writeText(block.batch, out);
    out.writeInt(block.places.size());
    for (Place place : block.places) {
      out.writeLong(place.idHigh);
      out.writeLong(place.idLow);
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
              in.readLong(),
              in.readLong(),
              readName(names, in),
              readName(names, in),
              in.readLong(),
              in.readInt()));
    }
    return new PlaceBlock(batch, places);
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
