package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.BatchKey;
import org.winnow.transforms.Fixtures;

class VerifySimilarityTest {
  private static final NearDupForm FORM =
      new NearDupForm(ComparedPart.PROMPT, new Ngram(Ngram.Unit.WORDS, 2), new Banding(64, 1));

  /** A worker that does not see what another one stored makes the signatures itself. */
  @Test
  void findsTheSameWithAndWithoutStoredSignatures(@TempDir Path folder) throws IOException {
    CorpusBatch batch =
        CorpusBatch.of(
            List.of(
                Fixtures.sample("a", "a.jsonl", 1, "one two three four five six"),
                Fixtures.sample("a", "a.jsonl", 2, "one two three four five seven"),
                Fixtures.sample("a", "a.jsonl", 3, "one two eight nine ten eleven"),
                Fixtures.sample("a", "a.jsonl", 4, "red green blue"),
                Fixtures.sample("a", "a.jsonl", 5, "up down left right in"),
                Fixtures.sample("a", "a.jsonl", 6, "up down left right out")));
    new SignatureStore("near_dup", FORM, folder.resolve("full"))
        .put(batch, FORM.signatures(batch.samples()));
    long name = HashBands.shortName(BatchKey.of(batch));
    // The first row is none of the candidates: what is like it stays alone.
    ClusterLabels candidates =
        new ClusterLabels(
            new int[] {1, 2, 4, 5}, new long[] {name, name, name, name}, new int[] {1, 1, 1, 1});
    Pipeline pipeline = Fixtures.pipeline();
    PCollection<CorpusBatch> corpus = Fixtures.corpus(pipeline, List.of(batch));
    PCollectionView<Map<Long, Iterable<ClusterLabels>>> view =
        pipeline
            .apply(
                "Candidates",
                Create.of(KV.of(name, candidates))
                    .withCoder(KvCoder.of(VarLongCoder.of(), ClusterLabels.CODER)))
            .apply(View.asMultimap());

    Fixtures.Gathered<KV<Long, ClusterLabels>> known =
        Fixtures.gather(
            "known",
            corpus.apply(
                "Known",
                new VerifySimilarity(
                    "near_dup", FORM, 0.6, folder.resolve("full").toString(), 3, view)));
    Fixtures.Gathered<KV<Long, ClusterLabels>> unknown =
        Fixtures.gather(
            "unknown",
            corpus.apply(
                "Unknown",
                new VerifySimilarity(
                    "near_dup", FORM, 0.6, folder.resolve("empty").toString(), 3, view)));
    Fixtures.run(pipeline);

    // Three of five pairs of words of rows 5 and 6 are shared: 3 / (4 + 4 - 3).
    for (Fixtures.Gathered<KV<Long, ClusterLabels>> found : List.of(known, unknown)) {
      assertEquals(1, found.elements().size());
      assertEquals(name, found.elements().get(0).getKey());
      int[] joined = found.elements().get(0).getValue().positions();
      assertArrayEquals(new int[] {4, 5}, Arrays.stream(joined).sorted().toArray());
    }
  }
}
