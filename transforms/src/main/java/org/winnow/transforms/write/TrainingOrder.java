package org.winnow.transforms.write;

import static java.util.Objects.requireNonNull;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * Which rows go into which file: the training order of a dataset, as far as one process needs to
 * hold it. Its size is that of files times domains; rows do not occur.
 *
 * @param files how the rows of each file take turns, by file name
 * @param spans which files the rows of each group go into, by {@link OrderGroup#key}
 */
record TrainingOrder(Map<String, FileStart> files, Map<String, Span> spans) {
  static final Coder<TrainingOrder> CODER =
      DataCoder.of("training order", TrainingOrder::write, TrainingOrder::read);

  TrainingOrder {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    spans = Collections.unmodifiableMap(new TreeMap<>(spans));
  }

  /**
   * The files that the rows of one group go into, one after the other.
   *
   * @param domain position of the group's domain among those of its phase
   * @param names of the files, in order
   * @param lastRanks long[names - 1], the last row of the group, from 1, in each file but the last
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Span(int domain, List<String> names, long[] lastRanks) {}

  /**
   * The order of a dataset.
   *
   * @param rows of each group
   * @param bytes of text of each phase
   * @param plan how many files a phase has
   * @param suffix of file names, with its dot
   */
  static TrainingOrder of(
      Map<OrderGroup, Long> rows, Map<Integer, Long> bytes, ShardPlan plan, String suffix) {
    TreeMap<Integer, TreeMap<OrderGroup, Long>> byPhase = new TreeMap<>();
    rows.forEach(
        (group, count) ->
            byPhase.computeIfAbsent(group.phase(), p -> new TreeMap<>()).put(group, count));
    Map<String, FileStart> files = new TreeMap<>();
    Map<String, Span> spans = new TreeMap<>();
    byPhase.forEach(
        (phase, groups) -> {
          String split = byPhase.size() == 1 ? "train" : "phase" + phase;
          addPhase(split, groups, bytes.getOrDefault(phase, 0L), plan, suffix, files, spans);
        });
    return new TrainingOrder(files, spans);
  }

  private static void addPhase(
      String split,
      TreeMap<OrderGroup, Long> groups,
      long bytes,
      ShardPlan plan,
      String suffix,
      Map<String, FileStart> files,
      Map<String, Span> spans) {
    TreeMap<String, Long> byDomain = new TreeMap<>();
    groups.forEach((group, count) -> byDomain.merge(group.domain(), count, Long::sum));
    long[] quotas = byDomain.values().stream().mapToLong(Long::longValue).toArray();
    long total = byDomain.values().stream().mapToLong(Long::longValue).sum();
    int shards = plan.shards(total, bytes);
    long[][] had = had(quotas, ShardPlan.lastRanks(total, shards));
    List<String> names = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      names.add(ShardPlan.fileName(split, shard, shards, suffix));
      files.put(names.get(shard), new FileStart(quotas, had[shard]));
    }
    List<String> domains = List.copyOf(byDomain.keySet());
    long[] before = new long[quotas.length];
    groups.forEach(
        (group, count) -> {
          int domain = domains.indexOf(group.domain());
          spans.put(group.key(), span(domain, before[domain], count, had, names));
          before[domain] += count;
        });
  }

  /**
   * Plays through all turns.
   *
   * @return long[files + 1][domains], rows of each domain before each file, and at the end
   */
  private static long[][] had(long[] quotas, long[] lastRanks) {
    long[][] had = new long[lastRanks.length + 1][quotas.length];
    Turns turns = new Turns(quotas, had[0]);
    long[] now = new long[quotas.length];
    long turn = 0;
    for (int file = 0; file < lastRanks.length; file++) {
      for (; turn < lastRanks[file]; turn++) {
        now[turns.next()]++;
      }
      had[file + 1] = now.clone();
    }
    return had;
  }

  private static Span span(int domain, long before, long count, long[][] had, List<String> names) {
    List<String> within = new ArrayList<>();
    List<Long> lastRanks = new ArrayList<>();
    for (int file = 0; file < names.size(); file++) {
      long first = Math.max(had[file][domain], before);
      long last = Math.min(had[file + 1][domain], before + count);
      if (first < last) {
        within.add(names.get(file));
        lastRanks.add(last - before);
      }
    }
    return new Span(
        domain,
        List.copyOf(within),
        lastRanks.stream().limit(within.size() - 1L).mapToLong(Long::longValue).toArray());
  }

  private static void write(TrainingOrder order, DataOutput out) throws IOException {
    out.writeInt(order.files.size());
    for (Map.Entry<String, FileStart> file : order.files.entrySet()) {
      DataCoder.writeText(file.getKey(), out);
      DataCoder.writeLongs(file.getValue().quotas(), out);
      DataCoder.writeLongs(file.getValue().had(), out);
    }
    out.writeInt(order.spans.size());
    List<String> names = List.copyOf(order.files.keySet());
    for (Map.Entry<String, Span> span : order.spans.entrySet()) {
      DataCoder.writeText(span.getKey(), out);
      out.writeInt(span.getValue().domain);
      out.writeInt(span.getValue().names.size());
      for (String name : span.getValue().names) {
        out.writeInt(Collections.binarySearch(names, name));
      }
      DataCoder.writeLongs(span.getValue().lastRanks, out);
    }
  }

  private static TrainingOrder read(DataInput in) throws IOException {
    Map<String, FileStart> files = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      files.put(
          DataCoder.readText(in), new FileStart(DataCoder.readLongs(in), DataCoder.readLongs(in)));
    }
    List<String> names = List.copyOf(files.keySet());
    Map<String, Span> spans = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String key = DataCoder.readText(in);
      int domain = in.readInt();
      List<String> within = new ArrayList<>();
      for (int name = in.readInt(); name > 0; name--) {
        within.add(names.get(in.readInt()));
      }
      spans.put(key, new Span(domain, List.copyOf(within), DataCoder.readLongs(in)));
    }
    return new TrainingOrder(files, spans);
  }

  /** The span of a group that was counted. */
  Span span(OrderGroup group) {
    return requireNonNull(spans.get(group.key()), () -> "no rows were counted of " + group);
  }
}
