package org.winnow.transforms.write;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.format.RejectionWriter;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.rank.RankKey;

/**
 * Writes the rejected rows as Parquet, spread over files by hash, and ordered by input file and row
 * within each.
 */
public final class WriteRejections
    extends PTransform<PCollection<Rejection>, PCollection<ShardFile>> {
  private static final String STEP = "write_rejected";
  private static final long ROWS_PER_FILE = 500_000;

  private final Path directory;

  /** Writes into {@code directory}, which is created with the first file. */
  public WriteRejections(Path directory) {
    this.directory = directory;
  }

  @Override
  public PCollection<ShardFile> expand(PCollection<Rejection> rejections) {
    PCollectionView<Long> total =
        rejections
            .apply("Count rejections", Count.globally())
            .apply("View count", View.asSingleton());
    return rejections
        .apply("Place rejections", ParDo.of(new Place(total)).withSideInputs(total))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), OrderedRow.LIST_CODER))
        .apply("Group by file", GroupByKey.create())
        .apply(
            "Write files",
            ParDo.of(
                new WriteShard(
                    STEP, directory, file -> new RejectionRows(new RejectionWriter(file)))))
        .setCoder(ShardFileCoder.of());
  }

  private record RejectionRows(RejectionWriter writer) implements WriteShard.EncodedRowWriter {
    @Override
    public boolean write(byte[] content) throws IOException {
      writer.write(RejectionCoder.of().decode(new ByteArrayInputStream(content)));
      return true;
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }

  private static final class Place extends DoFn<Rejection, KV<String, List<OrderedRow>>> {
    private static final Coder<Rejection> CODER = RejectionCoder.of();
    private final PCollectionView<Long> total;

    Place(PCollectionView<Long> total) {
      this.total = total;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      Rejection rejection = context.element();
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      CODER.encode(rejection, content);
      ByteBuffer digest = ByteBuffer.wrap(Digests.sha256().digest(content.toByteArray()));
      int files = new ShardPlan(ROWS_PER_FILE, Long.MAX_VALUE).shards(context.sideInput(total), 0);
      int file = (int) Long.remainderUnsigned(digest.getLong(), files);
      RankKey place = new RankKey(rejection.file().hashCode(), rejection.row(), digest.getLong());
      context.output(
          KV.of(
              ShardPlan.fileName("rejected", file, files, ".parquet"),
              List.of(new OrderedRow(place, content.toByteArray()))));
    }
  }
}
