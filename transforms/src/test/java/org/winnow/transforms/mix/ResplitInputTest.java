package org.winnow.transforms.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.Pipeline;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.RowLayout;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.write.ShardPlan;
import org.winnow.transforms.write.WriteDataset;

/** Rows in other files, in another order, in other batches: the same lines but for the source. */
class ResplitInputTest {
  private static final int[] SIZES = {31, 9, 2};

  @Property(tries = 6)
  void writesTheSameRowsInTheSameFilesWhereverTheyComeFrom(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int files,
      @ForAll @IntRange(min = 1, max = 50) int rowsOfBatch)
      throws IOException {
    List<Sample> rows = new ArrayList<>();
    List<Sample> resplit = new ArrayList<>();
    for (int domain = 0; domain < SIZES.length; domain++) {
      for (int row = 0; row < SIZES[domain]; row++) {
        String question = "What is " + row + " in domain " + domain + "?";
        String name = "d" + domain;
        rows.add(Fixtures.sample(name, "all", rows.size(), question));
        resplit.add(
            Fixtures.sample(name, "part-" + rows.size() % files, rows.size() / files, question));
      }
    }

    assertEquals(
        written(rows, rows.size()), written(Fixtures.shuffled(resplit, seed), rowsOfBatch));
  }

  /** All lines of all files with the files' names; the source left out. */
  private static List<String> written(List<Sample> rows, int rowsOfBatch) throws IOException {
    Path folder = Files.createTempDirectory("resplit");
    List<String> columns = List.of(MixDomains.PHASE, MixDomains.EPOCH);
    MixRule rule =
        MixByTemperature.cooldown(new Amount.Percent(BigDecimal.valueOf(150)), EpochCap.of(6));
    Pipeline pipeline = Fixtures.pipeline();
    StepResult mixed =
        Fixtures.corpus(pipeline, Fixtures.batches(rows, rowsOfBatch))
            .apply("Mix", new MixDomains("mix", 5, rule, MixUnit.ROWS));
    mixed
        .kept()
        .apply(
            "Write",
            new WriteDataset(
                5, OutputFormat.JSONL, RowLayout.of(columns), new ShardPlan(12, 1 << 20), folder));
    Fixtures.run(pipeline);
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        lines.add(String.valueOf(file.getFileName()));
        Files.readAllLines(file).forEach(line -> lines.add(withoutSource(line)));
        Files.delete(file);
      }
    }
    Files.delete(folder);
    return lines;
  }

  private static String withoutSource(String line) {
    try {
      ObjectNode row = (ObjectNode) new ObjectMapper().readTree(line);
      return row.without(List.of("source_file", "source_row")).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
