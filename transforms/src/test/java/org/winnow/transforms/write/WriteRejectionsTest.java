package org.winnow.transforms.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.RejectionCoder;

class WriteRejectionsTest {
  @Test
  void writesTheSameBytesWhateverTheOrder(@TempDir Path one, @TempDir Path two) throws IOException {
    List<Rejection> rejections = rejections(200);
    List<ShardFile> inOrder = write(rejections, one);
    Collections.reverse(rejections);
    List<ShardFile> reversed = write(rejections, two);

    assertEquals(1, inOrder.size());
    assertEquals("rejected-00000-of-00001.parquet", inOrder.get(0).name());
    assertEquals(200, inOrder.get(0).rows());
    assertEquals(inOrder, reversed);
    assertEquals(
        inOrder.get(0).sha256(), Digests.hex(one.resolve("rejected-00000-of-00001.parquet")));
  }

  @Test
  void writesNothingWhenNothingWasRejected(@TempDir Path folder) {
    assertEquals(List.of(), write(List.of(), folder.resolve("rejected")));
    assertFalse(Files.exists(folder.resolve("rejected")));
  }

  private static List<Rejection> rejections(int count) {
    List<Rejection> rejections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // four rejections of each row, which differ in step or reason only
      rejections.add(
          Rejection.ofRow(
              "a", "a.jsonl", i / 4, i % 2 == 0 ? "read" : "score", "bad" + i % 4 / 2, "e" + i));
    }
    return rejections;
  }

  private static List<ShardFile> write(List<Rejection> rejections, Path folder) {
    Pipeline pipeline = Fixtures.pipeline();
    Fixtures.Gathered<ShardFile> files =
        Fixtures.gather(
            "Gather",
            pipeline
                .apply(Create.of(rejections).withCoder(RejectionCoder.of()))
                .apply("Write", new WriteRejections(folder)));
    Fixtures.run(pipeline);
    return files.elements();
  }
}
