package org.winnow.transforms;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.schemas.Rejection;

/** Codes a rejection field by field. */
public final class RejectionCoder {
  private static final Coder<Rejection> INSTANCE =
      DataCoder.of("rejection", RejectionCoder::write, RejectionCoder::read);

  private RejectionCoder() {}

  /** The coder. */
  public static Coder<Rejection> of() {
    return INSTANCE;
  }

  private static void write(Rejection rejection, DataOutput out) throws IOException {
    out.writeByte(rejection.kind().ordinal());
    DataCoder.writeText(rejection.id(), out);
    DataCoder.writeText(rejection.domain(), out);
    DataCoder.writeText(rejection.file(), out);
    out.writeLong(rejection.row());
    DataCoder.writeText(rejection.step(), out);
    DataCoder.writeText(rejection.reason(), out);
    DataCoder.writeText(rejection.evidence(), out);
  }

  private static Rejection read(DataInput in) throws IOException {
    return new Rejection(
        Rejection.Kind.values()[in.readByte()],
        DataCoder.readText(in),
        DataCoder.readText(in),
        DataCoder.readText(in),
        in.readLong(),
        DataCoder.readText(in),
        DataCoder.readText(in),
        DataCoder.readText(in));
  }
}
