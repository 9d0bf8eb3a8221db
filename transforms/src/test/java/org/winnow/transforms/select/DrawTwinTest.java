package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Sample;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.Fixtures;

class DrawTwinTest {
  private static final List<Sample> ROWS =
      Fixtures.together(Fixtures.rows("a", 30), Fixtures.rows("b", 10));

  @Test
  void drawsAsManyRowsAsTheOtherCorpusHasWhateverTheBatches() {
    List<String> drawn = draw(ROWS, 40, 13);

    assertEquals(13, drawn.size());
    assertEquals(13, new TreeSet<>(drawn).size());
    assertEquals(drawn, draw(Fixtures.shuffled(ROWS, 3), 7, 13));
  }

  @Test
  void repeatsRowsOnlyWhereThereAreTooFew() {
    List<String> drawn = draw(ROWS, 9, 95);

    assertEquals(95, drawn.size());
    for (Sample row : ROWS) {
      String place = row.origin().file() + ":" + row.origin().row();
      long copies = drawn.stream().filter(place::equals).count();
      assertEquals(true, copies == 2 || copies == 3, place + ": " + copies);
    }
  }

  @Test
  void ofNothingIsNothing() {
    assertEquals(List.of(), draw(ROWS, 9, 0));
  }

  private static List<String> draw(List<Sample> rows, int size, int wanted) {
    Pipeline pipeline = Fixtures.pipeline();
    PCollection<CorpusBatch> model =
        pipeline.apply(
            "Model",
            Create.of(Fixtures.batches(Fixtures.rows("m", wanted), 10))
                .withCoder(CorpusBatchCoder.of()));
    Fixtures.Gathered<CorpusBatch> twin =
        Fixtures.gather(
            "Gather",
            Fixtures.corpus(pipeline, Fixtures.batches(rows, size))
                .apply("Draw", new DrawTwin("select", 7, model)));
    Fixtures.run(pipeline);
    return Fixtures.outcome(twin.elements(), List.of()).keptPlaces();
  }
}
