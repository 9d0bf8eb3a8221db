package org.winnow.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;

class CodersTest {
  private static final Rejection DROPPED =
      Rejection.dropped(
          "id", "数学", new Origin("a\n.jsonl", 7, "p", "read"), "select", "not_selected", "é\0");
  private static final Rejection INVALID =
      Rejection.ofRow("", "a.jsonl", 0, "read", "truncated_file", "");

  @Test
  void aBatchComesBackAsItWas() throws Exception {
    CorpusBatch batch = CorpusBatch.of(Fixtures.scored("a", 1, Double.NaN, -0.0));

    CoderProperties.coderDecodeEncodeEqual(CorpusBatchCoder.of(), batch);
    CoderProperties.coderSerializable(CorpusBatchCoder.of());
    assertEquals(batch.samples(), CoderUtils.clone(CorpusBatchCoder.of(), batch).samples());
  }

  @Test
  void equalBatchesHaveEqualBytes() throws Exception {
    List<Sample> samples = Fixtures.rows("a", 5);

    CoderProperties.coderDeterministic(
        CorpusBatchCoder.of(), CorpusBatch.of(samples), CorpusBatch.of(List.copyOf(samples)));
    CoderProperties.coderConsistentWithEquals(
        CorpusBatchCoder.of(), CorpusBatch.of(samples), CorpusBatch.of(samples.subList(0, 4)));
  }

  @Test
  void batchesDoNotRunIntoEachOther() throws Exception {
    List<CorpusBatch> batches = Fixtures.batches(Fixtures.rows("a", 5), 2);

    CoderProperties.coderDecodeEncodeEqual(ListCoder.of(CorpusBatchCoder.of()), batches);
  }

  @Test
  void rejectionsComeBackAsTheyWere() throws Exception {
    for (Rejection rejection : List.of(DROPPED, INVALID)) {
      CoderProperties.coderDecodeEncodeEqual(RejectionCoder.of(), rejection);
    }
    CoderProperties.coderDecodeEncodeEqual(
        ListCoder.of(RejectionCoder.of()), List.of(DROPPED, INVALID, DROPPED));
    CoderProperties.coderDeterministic(
        RejectionCoder.of(), DROPPED, CoderUtils.clone(RejectionCoder.of(), DROPPED));
  }

  @Test
  void theRejectionCoderWorksOnAWorker() throws Exception {
    assertEquals(
        INVALID,
        CoderUtils.decodeFromByteArray(
            SerializableUtils.ensureSerializable(RejectionCoder.of()),
            CoderUtils.encodeToByteArray(RejectionCoder.of(), INVALID)));
  }

  @Test
  void textOfAnyLengthIsCoded() throws Exception {
    String longText = "é".repeat(40_000); // longer than a UTF block of DataOutput
    DataCoder<String> coder = DataCoder.of("text", DataCoder::writeText, DataCoder::readText);

    assertEquals(longText, CoderUtils.clone(coder, longText));
  }
}
