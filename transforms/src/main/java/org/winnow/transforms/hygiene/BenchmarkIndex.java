package org.winnow.transforms.hygiene;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.schemas.Message;
import org.winnow.transforms.DataCoder;

/**
 * Where each run of words occurs in the test rows of some benchmarks.
 *
 * <p>Runs do not cross messages. A test row of which every message is shorter than a run is hit by
 * a row whose part of the same kind has the same words, and no others; it is then covered whole. A
 * test row without any word is never hit.
 *
 * <p>Memory: at most 28 bytes for each word of a test row, and its name. Words are compared by
 * 64-bit hashes. Immutable; safe for many threads.
 */
public final class BenchmarkIndex {
  static final Coder<BenchmarkIndex> CODER =
      DataCoder.of("benchmark index", BenchmarkIndex::write, BenchmarkIndex::read);

  private static final int NONE = -1;

  private final ContaminationRule rule;
  private final List<BenchmarkRow> rows;

  /** All words of all test rows stand behind each other; where each text starts, and the end. */
  private final int[] textStarts;

  /** The row that each text belongs to. */
  private final int[] rowOfText;

  /** The run that starts at each word; 0 where the text ends before the run does. */
  private final long[] runs;

  /** The word that the first run of each slot starts with, or {@link #NONE}. */
  private final int[] heads;

  /** The word that the next run in the same slot starts with, or {@link #NONE}. */
  private final int[] nexts;

  /** Test rows that are shorter than a run, by the hash of the whole. */
  private final Map<Long, List<Integer>> shortRows = new HashMap<>();

  private BenchmarkIndex(ContaminationRule rule, List<BenchmarkRow> sorted) {
    this.rule = rule;
    this.rows = sorted;
    int texts = sorted.stream().mapToInt(row -> row.texts().size()).sum();
    int words = Math.toIntExact(sorted.stream().mapToLong(BenchmarkRow::words).sum());
    textStarts = new int[texts + 1];
    rowOfText = new int[texts];
    runs = new long[words];
    nexts = new int[words];
    heads = new int[Math.max(2, Integer.highestOneBit(Math.max(1, words)) * 2)];
    Arrays.fill(heads, NONE);
    int text = 0;
    for (int row = 0; row < sorted.size(); row++) {
      boolean isShort = true;
      for (long[] hashes : sorted.get(row).texts()) {
        isShort &= hashes.length < rule.ngram();
        rowOfText[text] = row;
        addRuns(WordGrams.runs(hashes, rule.ngram()), textStarts[text]);
        textStarts[text + 1] = textStarts[text] + hashes.length;
        text++;
      }
      if (isShort && sorted.get(row).words() > 0) {
        long whole = WordGrams.whole(sorted.get(row).texts());
        shortRows.computeIfAbsent(whole, hash -> new ArrayList<>()).add(row);
      }
    }
  }

  /** An index of these test rows, in whatever order they come. */
  static BenchmarkIndex of(ContaminationRule rule, List<BenchmarkRow> rows) {
    return new BenchmarkIndex(rule, rows.stream().sorted(BenchmarkRow.ORDER).toList());
  }

  private void addRuns(long[] textRuns, int start) {
    for (int i = 0; i < textRuns.length; i++) {
      int slot = slot(textRuns[i]);
      runs[start + i] = textRuns[i];
      nexts[start + i] = heads[slot];
      heads[slot] = start + i;
    }
  }

  private int slot(long run) {
    return (int) (run >>> 32) & (heads.length - 1);
  }

  /**
   * What a row covers of one test row.
   *
   * @param row position of the test row in the index
   * @param covered how many of its words the row covers, from 1
   * @param words how many words it has
   * @param isHit whether that is more than the rule allows
   */
  record Cover(int row, int covered, int words, boolean isHit) {
    /** The greatest share first, equals in the order of test rows. */
    static final Comparator<Cover> BY_SHARE =
        Comparator.<Cover>comparingDouble(Cover::share).reversed().thenComparingInt(Cover::row);

    /** The share of the test row's words that are covered, in (0, 1]. */
    double share() {
      return (double) covered / words;
    }
  }

  /** A test row; rows are ordered by benchmark, file and number. */
  BenchmarkRow row(int position) {
    return rows.get(position);
  }

  /** How many test rows a benchmark has. */
  long rowsOf(String benchmark) {
    return rows.stream().filter(row -> row.benchmark().equals(benchmark)).count();
  }

  /** What a conversation shares with the test rows. */
  Comparison compare(List<Message> messages) {
    List<List<String>> texts =
        rule.of().texts(messages).stream().map(Words::of).filter(text -> !text.isEmpty()).toList();
    List<Cover> covers = covers(starts(texts));
    wholeRows(messages).forEach(row -> covers.add(cover(row, rows.get(row).words())));
    return new Comparison(this, texts, covers);
  }

  private Cover cover(int row, int covered) {
    int words = rows.get(row).words();
    return new Cover(row, covered, words, rule.isHit(covered, words));
  }

  /** The words of test rows at which a run starts that the texts have too: sorted, distinct. */
  private int[] starts(List<List<String>> texts) {
    long[] own =
        texts.stream()
            .flatMapToLong(
                text -> Arrays.stream(WordGrams.runs(WordGrams.hashes(text), rule.ngram())))
            .sorted()
            .distinct()
            .toArray();
    int[] starts = new int[16];
    int count = 0;
    for (long run : own) {
      for (int at = heads[slot(run)]; at != NONE; at = nexts[at]) {
        if (runs[at] == run) {
          if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
          }
          starts[count++] = at;
        }
      }
    }
    int[] found = Arrays.copyOf(starts, count);
    Arrays.sort(found);
    return found;
  }

  private List<Cover> covers(int[] starts) {
    List<Cover> covers = new ArrayList<>();
    int covered = 0;
    for (int i = 0; i < starts.length; i++) {
      int row = rowAt(starts[i]);
      boolean isLast = i + 1 == starts.length || rowAt(starts[i + 1]) != row;
      covered += isLast ? rule.ngram() : Math.min(rule.ngram(), starts[i + 1] - starts[i]);
      if (isLast) {
        covers.add(cover(row, covered));
        covered = 0;
      }
    }
    return covers;
  }

  private int rowAt(int word) {
    int found = Arrays.binarySearch(textStarts, word);
    return rowOfText[found >= 0 ? found : -found - 2];
  }

  private List<Integer> wholeRows(List<Message> messages) {
    if (shortRows.isEmpty()) {
      return List.of();
    }
    List<long[]> texts =
        rule.against().texts(messages).stream()
            .map(text -> WordGrams.hashes(Words.of(text)))
            .filter(words -> words.length > 0)
            .toList();
    return shortRows.getOrDefault(WordGrams.whole(texts), List.of());
  }

  /** The longest run of words in the texts that lie in runs of a test row; the first of equals. */
  String span(List<List<String>> texts, int row) {
    if (rows.get(row).texts().stream().allMatch(words -> words.length < rule.ngram())) {
      return "the whole " + rule.against().name().toLowerCase(Locale.ROOT);
    }
    List<String> longest = List.of();
    for (List<String> text : texts) {
      long[] own = WordGrams.runs(WordGrams.hashes(text), rule.ngram());
      BitSet covered = new BitSet(text.size());
      for (int i = 0; i < own.length; i++) {
        if (isOf(own[i], row)) {
          covered.set(i, i + rule.ngram());
        }
      }
      for (int from = covered.nextSetBit(0); from >= 0; ) {
        int to = covered.nextClearBit(from);
        if (to - from > longest.size()) {
          longest = text.subList(from, to);
        }
        from = covered.nextSetBit(to);
      }
    }
    return String.join(" ", longest);
  }

  private boolean isOf(long run, int row) {
    for (int at = heads[slot(run)]; at != NONE; at = nexts[at]) {
      if (runs[at] == run && rowAt(at) == row) {
        return true;
      }
    }
    return false;
  }

  private static void write(BenchmarkIndex index, DataOutput out) throws IOException {
    out.writeInt(index.rule.ngram());
    DataCoder.writeText(index.rule.coveragePercent().toString(), out);
    out.writeInt(index.rule.of().ordinal());
    out.writeInt(index.rule.against().ordinal());
    out.writeInt(index.rows.size());
    for (BenchmarkRow row : index.rows) {
      BenchmarkRow.write(row, out);
    }
  }

  private static BenchmarkIndex read(DataInput in) throws IOException {
    int ngram = in.readInt();
    BigDecimal coverage = new BigDecimal(DataCoder.readText(in));
    SamplePart of = SamplePart.values()[in.readInt()];
    SamplePart against = SamplePart.values()[in.readInt()];
    int size = in.readInt();
    List<BenchmarkRow> rows = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      rows.add(BenchmarkRow.read(in));
    }
    return new BenchmarkIndex(new ContaminationRule(ngram, coverage, of, against), rows);
  }
}
