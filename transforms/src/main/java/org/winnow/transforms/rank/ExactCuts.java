package org.winnow.transforms.rank;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.transforms.DataCoder;

/**
 * Finds, exactly, the keys at wanted ranks of each group, without sorting and without moving rows.
 *
 * <p>A radix search: each level counts the next bits of the keys that still matter in a mergeable
 * histogram, and so fixes these bits of every wanted key. What is left after the last level are the
 * rows that agree in all bits looked at, ordinarily one; they are sorted by the whole key. Keys
 * must differ. A row may take up more ranks than one, tokens for example; its key stands at all of
 * them. Only counts are shuffled: for hashes at most 262,144 for each group, for numbers as many as
 * there are different leading bits, in practice some ten thousand.
 *
 * <p>The result depends on the set of keys alone, not on their order or on parallelism.
 */
public final class ExactCuts
    extends PTransform<PCollection<RankBlock>, PCollectionView<Map<String, Cuts>>> {
  /** Wanted ranks of one group, ascending, each from 1; 0 wants no row. */
  public static final KvCoder<String, long[]> TARGETS_CODER =
      KvCoder.of(
          StringUtf8Coder.of(), DataCoder.of("longs", DataCoder::writeLongs, DataCoder::readLongs));

  private final transient PCollection<KV<String, long[]>> targets;
  private final int[] levels;

  private ExactCuts(PCollection<KV<String, long[]>> targets, int[] levels) {
    this.targets = targets;
    this.levels = levels;
  }

  /**
   * Bits known after each level, for hashes. One level, because a level costs a shuffle: of a
   * hundred million rows, some four hundred share 18 bits of a hash.
   */
  private static final int[] HASH_LEVELS = {18};

  /** For numbers: all 64 bits of the number, then enough of the hash to tell many ties apart. */
  private static final int[] NUMBER_LEVELS = {24, 48, 76};

  /** For keys whose high part is a hash. */
  public static ExactCuts ofHashes(PCollection<KV<String, long[]>> targets) {
    return new ExactCuts(targets, HASH_LEVELS);
  }

  /** For keys whose high part is a number with possibly many ties and whose low part is a hash. */
  public static ExactCuts ofNumbers(PCollection<KV<String, long[]>> targets) {
    return new ExactCuts(targets, NUMBER_LEVELS);
  }

  @Override
  public PCollectionView<Map<String, Cuts>> expand(PCollection<RankBlock> blocks) {
    StringUtf8Coder group = StringUtf8Coder.of();
    PCollection<KV<String, Pending>> pending =
        targets
            .apply("Start search", ParDo.of(new Start()))
            .setCoder(KvCoder.of(group, Pending.CODER));
    int known = 0;
    for (int level = 0; level < levels.length; level++) {
      PCollectionView<Map<String, Pending>> prefixes =
          pending.apply("View prefixes " + level, View.asMap());
      pending =
          blocks
              .apply(
                  "Count parts " + level,
                  ParDo.of(new CountParts(known, levels[level], prefixes)).withSideInputs(prefixes))
              .setCoder(KvCoder.of(group, Histogram.CODER))
              .apply("Sum parts " + level, Combine.perKey(new Histogram.Sum()))
              .apply(
                  "Fix bits " + level,
                  ParDo.of(new FixBits(known, prefixes)).withSideInputs(prefixes))
              .setCoder(KvCoder.of(group, Pending.CODER));
      known = levels[level];
    }
    PCollectionView<Map<String, Pending>> prefixes =
        pending.apply("View last prefixes", View.asMap());
    return blocks
        .apply(
            "Take last candidates",
            ParDo.of(new TakeCandidates(known, prefixes)).withSideInputs(prefixes))
        .setCoder(KvCoder.of(group, ListCoder.of(CANDIDATE_CODER)))
        .apply("Group last candidates", GroupByKey.create())
        .apply("Cut", ParDo.of(new Cut(known, prefixes)).withSideInputs(prefixes))
        .setCoder(KvCoder.of(group, Cuts.CODER))
        .apply("View cuts", View.asMap());
  }

  /**
   * A row whose key agrees with a wanted one in all bits looked at.
   *
   * @param weight ranks that it takes up
   */
  record Candidate(RankKey key, long weight) {}

  private static final DataCoder<Candidate> CANDIDATE_CODER =
      DataCoder.of(
          "candidate",
          (row, out) -> {
            out.writeLong(row.key.high());
            out.writeLong(row.key.low());
            out.writeLong(row.key.tie());
            out.writeLong(row.weight);
          },
          in ->
              new Candidate(
                  new RankKey(in.readLong(), in.readLong(), in.readLong()), in.readLong()));

  private static final class Start extends DoFn<KV<String, long[]>, KV<String, Pending>> {
    @ProcessElement
    public void process(
        @Element KV<String, long[]> ranks, OutputReceiver<KV<String, Pending>> out) {
      out.output(KV.of(ranks.getKey(), Pending.start(ranks.getValue())));
    }
  }

  private static final class CountParts extends DoFn<RankBlock, KV<String, Histogram>> {
    private final int knownBits;
    private final int nextBits;
    private final PCollectionView<Map<String, Pending>> prefixes;

    CountParts(int knownBits, int nextBits, PCollectionView<Map<String, Pending>> prefixes) {
      this.knownBits = knownBits;
      this.nextBits = nextBits;
      this.prefixes = prefixes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Map<String, Histogram> counts = new TreeMap<>();
      forEachCandidate(
          context.element(),
          knownBits,
          context.sideInput(prefixes),
          (group, key, weight) ->
              counts
                  .computeIfAbsent(group, g -> Histogram.empty())
                  .count(Pending.leading(key, nextBits), weight));
      counts.forEach((group, part) -> context.output(KV.of(group, part)));
    }
  }

  private static final class FixBits extends DoFn<KV<String, Histogram>, KV<String, Pending>> {
    private final int knownBits;
    private final PCollectionView<Map<String, Pending>> prefixes;

    FixBits(int knownBits, PCollectionView<Map<String, Pending>> prefixes) {
      this.knownBits = knownBits;
      this.prefixes = prefixes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      String group = context.element().getKey();
      Pending before = requireNonNull(context.sideInput(prefixes).get(group));
      context.output(KV.of(group, before.advance(knownBits, context.element().getValue())));
    }
  }

  private static final class TakeCandidates extends DoFn<RankBlock, KV<String, List<Candidate>>> {
    private final int knownBits;
    private final PCollectionView<Map<String, Pending>> prefixes;

    TakeCandidates(int knownBits, PCollectionView<Map<String, Pending>> prefixes) {
      this.knownBits = knownBits;
      this.prefixes = prefixes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Map<String, List<Candidate>> candidates = new TreeMap<>();
      forEachCandidate(
          context.element(),
          knownBits,
          context.sideInput(prefixes),
          (group, key, weight) ->
              candidates
                  .computeIfAbsent(group, g -> new ArrayList<>())
                  .add(new Candidate(key, weight)));
      candidates.forEach((group, rows) -> context.output(KV.of(group, rows)));
    }
  }

  private static final class Cut
      extends DoFn<KV<String, Iterable<List<Candidate>>>, KV<String, Cuts>> {
    private final int knownBits;
    private final PCollectionView<Map<String, Pending>> prefixes;

    Cut(int knownBits, PCollectionView<Map<String, Pending>> prefixes) {
      this.knownBits = knownBits;
      this.prefixes = prefixes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      String group = context.element().getKey();
      List<Candidate> rows = new ArrayList<>();
      context.element().getValue().forEach(rows::addAll);
      Pending pending = requireNonNull(context.sideInput(prefixes).get(group));
      context.output(KV.of(group, cut(pending, rows, knownBits)));
    }
  }

  /** Sorts the last candidates and reads off the wanted keys. */
  static Cuts cut(Pending pending, List<Candidate> candidates, int knownBits) {
    Map<RankKey, TreeMap<RankKey, Long>> byPrefix = new HashMap<>();
    for (Candidate row : candidates) {
      byPrefix
          .computeIfAbsent(Pending.leading(row.key, knownBits), p -> new TreeMap<>())
          .putIfAbsent(row.key, row.weight);
    }
    List<Cuts.Cut> cuts = new ArrayList<>();
    for (Pending.Target target : pending.targets()) {
      TreeMap<RankKey, Long> rows = byPrefix.getOrDefault(target.prefix(), new TreeMap<>());
      boolean empty = target.remaining() == 0 || rows.isEmpty();
      cuts.add(new Cuts.Cut(empty, empty ? target.prefix() : lastWithin(rows, target.remaining())));
    }
    return new Cuts(cuts);
  }

  /** The row that takes up this rank, from 1; the last row if there are not so many ranks. */
  private static RankKey lastWithin(TreeMap<RankKey, Long> rows, long rank) {
    long left = rank;
    for (Map.Entry<RankKey, Long> row : rows.entrySet()) {
      left -= row.getValue();
      if (left <= 0) {
        return row.getKey();
      }
    }
    return rows.lastKey();
  }

  private static void forEachCandidate(
      RankBlock block, int knownBits, Map<String, Pending> known, CandidateSink sink) {
    Map<String, Set<RankKey>> prefixes = new HashMap<>();
    for (int row = 0; row < block.rows(); row++) {
      String group = block.group(row);
      Set<RankKey> wanted =
          prefixes.computeIfAbsent(
              group,
              g -> {
                Pending pending = known.get(g);
                return pending == null ? Set.of() : pending.prefixes();
              });
      RankKey key = block.key(row);
      if (wanted.contains(Pending.leading(key, knownBits))) {
        sink.accept(group, key, block.weight(row));
      }
    }
  }

  private interface CandidateSink {
    void accept(String group, RankKey key, long weight);
  }
}
