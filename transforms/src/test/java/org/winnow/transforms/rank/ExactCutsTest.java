package org.winnow.transforms.rank;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.api.Test;
import org.winnow.transforms.Fixtures;

class ExactCutsTest {
  private record Row(String group, RankKey key) {}

  @Property(tries = 4)
  void cutsWhereAPlainSortCuts(@ForAll long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      // five numbers only, so that most rows tie
      long high = RankBlock.ascending(random.nextInt(5) - 2);
      rows.add(new Row("g" + random.nextInt(3), new RankKey(high, random.nextLong(), i)));
    }
    Map<String, long[]> ranks =
        Map.of("g0", new long[] {0, 1, 20, 20, 60}, "g1", new long[] {7}, "absent", new long[] {3});

    Map<String, Cuts> found = cuts(rows, 1 + random.nextInt(80), ranks);

    assertEquals(List.of("g0", "g1"), List.copyOf(found.keySet()));
    found.forEach(
        (group, cuts) ->
            PendingTest.assertWithin(sorted(rows, group), requireNonNull(ranks.get(group)), cuts));
  }

  private static List<RankKey> sorted(List<Row> rows, String group) {
    return List.copyOf(
        new TreeSet<>(rows.stream().filter(r -> r.group().equals(group)).map(Row::key).toList()));
  }

  @Property(tries = 2)
  void doesNotDependOnTheOrderOrTheBlocks(@ForAll long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(new Row("g", new RankKey(random.nextInt(3), random.nextInt(3), i)));
    }
    Map<String, long[]> ranks = Map.of("g", new long[] {1, 30, 99});

    Map<String, Cuts> inOrder = cuts(rows, 100, ranks);
    Collections.shuffle(rows, random);
    Map<String, Cuts> shuffled = cuts(rows, 7, ranks);

    assertEquals(inOrder, shuffled);
  }

  @Test
  void aGroupNobodyAsksForHasNoCut() {
    List<Row> rows = List.of(new Row("asked", key(1)), new Row("other", key(2)));

    Map<String, Cuts> found = cuts(rows, 1, Map.of("asked", new long[] {1}));

    assertEquals(Map.of("asked", new Cuts(List.of(new Cuts.Cut(false, key(1))))), found);
  }

  private static RankKey key(long high) {
    return new RankKey(high, 0, 0);
  }

  private static Map<String, Cuts> cuts(
      List<Row> rows, int rowsOfBlock, Map<String, long[]> ranks) {
    Pipeline pipeline = Fixtures.pipeline();
    PCollection<KV<String, long[]>> targets =
        pipeline.apply(
            "Targets",
            Create.of(ranks.entrySet().stream().map(e -> KV.of(e.getKey(), e.getValue())).toList())
                .withCoder(ExactCuts.TARGETS_CODER));
    PCollectionView<Map<String, Cuts>> view =
        pipeline
            .apply("Blocks", Create.of(blocks(rows, rowsOfBlock)).withCoder(RankBlock.CODER))
            .apply("Cuts", ExactCuts.ofNumbers(targets));
    Fixtures.Gathered<Map<String, Cuts>> found =
        Fixtures.gather(
            "Gather",
            pipeline
                .apply("Once", Create.of(0))
                .apply("Read cuts", ParDo.of(new ReadView(view)).withSideInputs(view))
                .setCoder(MapCoder.of(StringUtf8Coder.of(), Cuts.CODER)));
    Fixtures.run(pipeline);
    return new TreeMap<>(found.elements().get(0));
  }

  private static List<RankBlock> blocks(List<Row> rows, int size) {
    List<RankBlock> blocks = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += size) {
      List<Row> part = rows.subList(from, Math.min(from + size, rows.size()));
      List<String> groups = part.stream().map(Row::group).distinct().toList();
      blocks.add(
          new RankBlock(
              groups,
              part.stream().mapToInt(r -> groups.indexOf(r.group())).toArray(),
              part.stream().mapToLong(r -> r.key().high()).toArray(),
              part.stream().mapToLong(r -> r.key().low()).toArray(),
              part.stream().mapToLong(r -> r.key().tie()).toArray()));
    }
    return blocks;
  }

  private static final class ReadView extends DoFn<Integer, Map<String, Cuts>> {
    private final PCollectionView<Map<String, Cuts>> view;

    ReadView(PCollectionView<Map<String, Cuts>> view) {
      this.view = view;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.output(new TreeMap<>(context.sideInput(view)));
    }
  }
}
