package org.winnow.transforms.write;

import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/** Codes a {@link ShardFile} field by field. */
final class ShardFileCoder {
  private static final Coder<ShardFile> INSTANCE =
      DataCoder.of(
          "shard file",
          (file, out) -> {
            DataCoder.writeText(file.name(), out);
            out.writeLong(file.rows());
            out.writeLong(file.bytes());
            DataCoder.writeText(file.sha256(), out);
          },
          in ->
              new ShardFile(
                  DataCoder.readText(in), in.readLong(), in.readLong(), DataCoder.readText(in)));

  private ShardFileCoder() {}

  static Coder<ShardFile> of() {
    return INSTANCE;
  }
}
