package org.winnow.transforms.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.rank.RankKey;

class WriteShardTest {
  @Test
  void aFileThatIsFullIsFollowedByParts(@TempDir Path folder) throws IOException {
    List<OrderedRow> rows = new ArrayList<>();
    for (int i = 4; i >= 0; i--) {
      rows.add(
          new OrderedRow(new RankKey(0, i, 0), String.valueOf(i).getBytes(StandardCharsets.UTF_8)));
    }
    Pipeline pipeline = Fixtures.pipeline();
    Fixtures.Gathered<ShardFile> files =
        Fixtures.gather(
            "Gather",
            pipeline
                .apply(
                    Create.of(List.of(KV.of("train-00000-of-00001.mds", rows)))
                        .withCoder(KvCoder.of(StringUtf8Coder.of(), OrderedRow.LIST_CODER)))
                .apply("Group", GroupByKey.create())
                .apply("Write", ParDo.of(new WriteShard("s", folder, TwoRows::new)))
                .setCoder(ShardFileCoder.of()));
    Fixtures.run(pipeline);

    List<String> written = new ArrayList<>();
    for (ShardFile file :
        files.elements().stream().sorted(Comparator.comparing(ShardFile::name)).toList()) {
      written.add(
          file.name() + " " + file.rows() + " " + Files.readString(folder.resolve(file.name())));
    }
    assertEquals(
        List.of(
            "train-00000-of-00001.mds 2 01",
            "train-00000-of-00001.part00001.mds 2 23",
            "train-00000-of-00001.part00002.mds 1 4"),
        written);
  }

  /** A file that takes two rows. */
  private static final class TwoRows implements WriteShard.EncodedRowWriter {
    private final Path file;
    private final List<String> rows = new ArrayList<>();

    TwoRows(Path file) {
      this.file = file;
    }

    @Override
    public boolean write(byte[] content) {
      return rows.size() < 2 && rows.add(new String(content, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
      Files.writeString(file, String.join("", rows));
    }
  }
}
