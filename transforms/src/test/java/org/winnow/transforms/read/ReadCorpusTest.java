package org.winnow.transforms.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.Mapping;
import org.winnow.schemas.format.ReadLimits;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.StepResult;

class ReadCorpusTest {
  @Test
  void rejectsBadRowsWithTheirNumberAndReadsOn(@TempDir Path folder) throws IOException {
    InputFile file = file(folder, "a.jsonl", good(1), "{broken", good(3), "{\"x\":1}", good(5));

    Fixtures.Outcome outcome = read(file);

    assertEquals(List.of("a.jsonl:1", "a.jsonl:3", "a.jsonl:5"), outcome.keptPlaces());
    assertEquals(List.of("a.jsonl:2", "a.jsonl:4"), outcome.rejectedPlaces());
    Rejection broken = outcome.rejected().get(0);
    assertEquals("malformed_json", broken.reason());
    assertEquals("read", broken.step());
    assertEquals(Rejection.Kind.INVALID, broken.kind());
    assertEquals("Question 3?", outcome.kept().get(1).messages().get(0).content());
  }

  @Test
  void takesTheDomainOfTheInputOrElseOfTheFile(@TempDir Path folder) throws IOException {
    InputFile named = file(folder, "a.jsonl", good(1));
    InputFile unnamed =
        new InputFile(named.path(), "a.jsonl", "", Mapping.AUTO, named.bytes(), Long.MAX_VALUE);

    assertEquals("math", read(named).kept().get(0).domain());
    assertEquals("a", read(unnamed).kept().get(0).domain());
  }

  @Test
  void readsNoMoreRowsThanTheLimitBadOnesIncluded(@TempDir Path folder) throws IOException {
    InputFile file = file(folder, "a.jsonl", good(1), "{broken", good(3), good(4), "{worse");

    Fixtures.Outcome outcome = read(file.withMaxRows(3));

    assertEquals(List.of("a.jsonl:1", "a.jsonl:3"), outcome.keptPlaces());
    assertEquals(List.of("a.jsonl:2"), outcome.rejectedPlaces());
  }

  @Test
  void cutsAFileIntoBatchesThatHoldItsRowsInOrder(@TempDir Path folder) throws IOException {
    String[] lines = new String[5000];
    for (int row = 1; row <= lines.length; row++) {
      lines[row - 1] = good(row);
    }
    List<CorpusBatch> batches = batches(file(folder, "a.jsonl", lines));

    assertTrue(batches.size() >= 3, batches.size() + " batches");
    long total = 0;
    for (CorpusBatch batch : batches) {
      total += batch.rows();
      assertTrue(batch.rows() <= 2048, batch.rows() + " rows");
      List<Sample> samples = batch.samples();
      long first = samples.get(0).origin().row();
      for (int row = 0; row < samples.size(); row++) {
        assertEquals(first + row, samples.get(row).origin().row());
      }
    }
    assertEquals(5000, total);
  }

  @Test
  void batchesDoNotSpanFiles(@TempDir Path folder) throws IOException {
    List<CorpusBatch> batches =
        batches(file(folder, "a.jsonl", good(1), good(2)), file(folder, "b.jsonl", good(3)));

    assertEquals(List.of(1, 2), batches.stream().map(CorpusBatch::rows).sorted().toList());
  }

  @Test
  void anEmptyFileGivesNothing(@TempDir Path folder) throws IOException {
    assertEquals(new Fixtures.Outcome(List.of(), List.of()), read(file(folder, "a.jsonl")));
  }

  @Test
  void aFileThatIsGoneFailsTheRun(@TempDir Path folder) throws IOException {
    InputFile file = file(folder, "a.jsonl", good(1));
    Files.delete(Path.of(file.path()));

    assertThrows(Pipeline.PipelineExecutionException.class, () -> read(file));
  }

  private static String good(int row) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"Question "
        + row
        + "?\"},{\"role\":\"assistant\",\"content\":\"Answer.\"}]}";
  }

  private static InputFile file(Path folder, String name, String... lines) throws IOException {
    Path path = Files.write(folder.resolve(name), List.of(lines));
    return new InputFile(
        path.toString(), name, "math", Mapping.AUTO, Files.size(path), Long.MAX_VALUE);
  }

  private static List<CorpusBatch> batches(InputFile... files) {
    return run(new ArrayList<>(), files);
  }

  private static Fixtures.Outcome read(InputFile... files) {
    List<Rejection> rejected = new ArrayList<>();
    List<CorpusBatch> kept = run(rejected, files);
    return Fixtures.outcome(kept, rejected);
  }

  private static List<CorpusBatch> run(List<Rejection> rejected, InputFile... files) {
    Pipeline pipeline = Fixtures.pipeline();
    StepResult result = pipeline.apply("Read", new ReadCorpus(List.of(files), ReadLimits.DEFAULT));
    Fixtures.Gathered<CorpusBatch> kept = Fixtures.gather("Gather kept", result.kept());
    Fixtures.Gathered<Rejection> bad = Fixtures.gather("Gather rejected", result.rejected());
    Fixtures.run(pipeline);
    rejected.addAll(bad.elements());
    return kept.elements();
  }
}
