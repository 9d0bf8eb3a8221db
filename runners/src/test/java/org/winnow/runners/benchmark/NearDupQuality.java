package org.winnow.runners.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.winnow.runners.launch.LocalLauncher;
import org.winnow.schemas.BatchCutter;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.dedup.Banding;
import org.winnow.transforms.dedup.ComparedPart;
import org.winnow.transforms.dedup.NearDup;
import org.winnow.transforms.dedup.NearDupForm;
import org.winnow.transforms.dedup.Ngram;
import org.winnow.transforms.dedup.NormalText;
import org.winnow.transforms.dedup.Preference;

/**
 * Compares MinHash with the true Jaccard similarity of all pairs of a corpus of JSON lines that
 * have messages.
 *
 * <p>Sets of n-grams are sets of strings here. Pairs that share no n-gram have similarity 0; those
 * that share some are found over an index from n-grams to rows, so that no pair is left out. The
 * step as a whole, with and without {@code verify}, is held against the clusters of all similar
 * pairs.
 *
 * <pre>{@code NearDupQuality FOLDER sample|prompt}</pre>
 */
public final class NearDupQuality {
  private static final double SIMILAR = .7;
  private static final Pattern KEPT = Pattern.compile("near duplicate of corpus row (\\d+),.*");

  /** Filled by the workers of a local pipeline. */
  private static final Queue<Rejection> DROPPED = new ConcurrentLinkedQueue<>();

  private NearDupQuality() {}

  /** Prints for each preset what it does to pairs, then to rows without and with verification. */
  public static void main(String[] arguments) throws Exception {
    List<Sample> rows = read(Path.of(arguments[0]));
    ComparedPart part = ComparedPart.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    System.out.println("rows " + rows.size());
    Ngram words = new Ngram(Ngram.Unit.WORDS, 5);
    report("words_14x8", rows, new NearDupForm(part, words, new Banding(14, 8)));
    report("words_256_j07", rows, new NearDupForm(part, words, new Banding(25, 10)));
    Ngram characters = new Ngram(Ngram.Unit.CHARS, 24);
    report("chars_20x13", rows, new NearDupForm(part, characters, new Banding(20, 13)));
  }

  private static void report(String preset, List<Sample> rows, NearDupForm form) throws Exception {
    Set<Long> candidates = candidates(rows.size(), form, form.signatures(rows));
    Map<Long, Double> similarities = similarities(ngrams(rows, form));
    long similar = 0;
    long found = 0;
    double expected = 0;
    for (Map.Entry<Long, Double> pair : similarities.entrySet()) {
      expected += form.banding().probability(pair.getValue());
      if (pair.getValue() >= SIMILAR) {
        similar++;
        found += candidates.contains(pair.getKey()) ? 1 : 0;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d pairs of similarity >= %.1f, %d of them found (recall %.4f); %d candidates"
            + " (precision %.4f), %.0f expected from the curve%n",
        preset,
        similar,
        SIMILAR,
        found,
        found / (double) similar,
        candidates.size(),
        found / (double) candidates.size(),
        expected);
    int[] clusters = clusters(rows.size(), similarities);
    similarities.keySet().retainAll(candidates);
    System.out.printf(
        Locale.ROOT,
        "  %d rows should go, %d by pairs that share a band%n",
        toDrop(clusters),
        toDrop(clusters(rows.size(), similarities)));
    reportDropped(rows, form, 0, clusters);
    reportDropped(rows, form, SIMILAR, clusters);
  }

  /** All rows of each cluster but one. */
  private static long toDrop(int[] clusters) {
    return clusters.length - Arrays.stream(clusters).distinct().count();
  }

  /** A row is dropped rightly if pairs that are similar lead from it to the row that stays. */
  private static void reportDropped(
      List<Sample> rows, NearDupForm form, double verify, int[] clusters) throws Exception {
    drop(rows, form, verify);
    long right = 0;
    for (Rejection rejection : DROPPED) {
      Matcher kept = KEPT.matcher(rejection.evidence());
      if (!kept.matches()) {
        throw new IllegalStateException("expected the kept row, found " + rejection.evidence());
      }
      int stays = Integer.parseInt(kept.group(1)) - 1;
      right += clusters[(int) rejection.row() - 1] == clusters[stays] ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "  verify %.1f: %d rows dropped, %d of them rightly (precision %.4f, recall %.4f)%n",
        verify,
        DROPPED.size(),
        right,
        right / (double) DROPPED.size(),
        right / (double) toDrop(clusters));
  }

  private static void drop(List<Sample> rows, NearDupForm form, double verify) throws Exception {
    DROPPED.clear();
    BatchCutter cutter = new BatchCutter();
    List<CorpusBatch> batches = new ArrayList<>();
    rows.forEach(row -> cutter.add(row).ifPresent(batches::add));
    cutter.finish().ifPresent(batches::add);
    Path store = Files.createTempDirectory("near-dup");
    LocalLauncher launcher = new LocalLauncher(2);
    Pipeline pipeline = launcher.create();
    pipeline
        .apply(Create.of(batches).withCoder(CorpusBatchCoder.of()))
        .apply(new NearDup("near_dup", form, verify, Preference.none(), store, 0))
        .rejected()
        .apply(ParDo.of(new Collect()));
    launcher.run(pipeline);
  }

  private static final class Collect extends DoFn<Rejection, Void> {
    @ProcessElement
    public void process(@Element Rejection rejection) {
      DROPPED.add(rejection);
    }
  }

  /** For each row the least row that similar pairs lead to. */
  private static int[] clusters(int rows, Map<Long, Double> similarities) {
    Map<Integer, List<Integer>> alike = new HashMap<>();
    similarities.forEach(
        (pair, similarity) -> {
          if (similarity >= SIMILAR) {
            int first = (int) (pair >>> Integer.SIZE);
            int second = (int) (long) pair;
            alike.computeIfAbsent(first, row -> new ArrayList<>()).add(second);
            alike.computeIfAbsent(second, row -> new ArrayList<>()).add(first);
          }
        });
    int[] clusters = new int[rows];
    Arrays.fill(clusters, rows);
    for (int row = 0; row < rows; row++) {
      Deque<Integer> reached = new ArrayDeque<>(List.of(row));
      while (!reached.isEmpty()) {
        int at = reached.pop();
        if (clusters[at] == rows) {
          clusters[at] = row;
          reached.addAll(alike.getOrDefault(at, List.of()));
        }
      }
    }
    return clusters;
  }

  /** All pairs of rows that share a band. */
  private static Set<Long> candidates(int rows, NearDupForm form, long[] bands) {
    int width = form.banding().bands();
    Map<Long, List<Integer>> buckets = new HashMap<>();
    for (int i = 0; i < rows * width; i++) {
      if (bands[i] != 0) {
        buckets.computeIfAbsent(bands[i], hash -> new ArrayList<>()).add(i / width);
      }
    }
    Set<Long> pairs = new HashSet<>();
    for (List<Integer> bucket : buckets.values()) {
      for (int i = 0; i < bucket.size(); i++) {
        for (int j = i + 1; j < bucket.size(); j++) {
          pairs.add(pair(bucket.get(i), bucket.get(j)));
        }
      }
    }
    return pairs;
  }

  /** The Jaccard similarity of every pair that shares an n-gram. */
  private static Map<Long, Double> similarities(List<Set<String>> sets) {
    Map<String, List<Integer>> rowsOf = new HashMap<>();
    Map<Long, Double> similarities = new HashMap<>();
    for (int row = 0; row < sets.size(); row++) {
      Map<Integer, Integer> common = new HashMap<>();
      for (String ngram : sets.get(row)) {
        List<Integer> others = rowsOf.computeIfAbsent(ngram, n -> new ArrayList<>());
        others.forEach(other -> common.merge(other, 1, Integer::sum));
        others.add(row);
      }
      int size = sets.get(row).size();
      int second = row;
      common.forEach(
          (other, shared) -> {
            double similarity = shared / (double) (size + sets.get(other).size() - shared);
            if (similarity >= .2) { // below, no preset finds one pair in ten thousand
              similarities.put(pair(other, second), similarity);
            }
          });
    }
    return similarities;
  }

  private static List<Set<String>> ngrams(List<Sample> rows, NearDupForm form) {
    boolean isWords = form.ngram().unit() == Ngram.Unit.WORDS;
    List<Set<String>> sets = new ArrayList<>();
    for (Sample row : rows) {
      String text = textOf(row, form.part());
      List<String> units = text.isEmpty() ? List.of() : List.of(text.split(isWords ? " " : "", -1));
      units = units.stream().filter(unit -> !unit.isEmpty()).toList();
      Set<String> ngrams = new HashSet<>();
      int length = Math.min(form.ngram().length(), units.size());
      for (int from = 0; length > 0 && from + length <= units.size(); from++) {
        ngrams.add(String.join(isWords ? " " : "", units.subList(from, from + length)));
      }
      sets.add(ngrams);
    }
    return sets;
  }

  private static String textOf(Sample row, ComparedPart part) {
    StringBuilder text = new StringBuilder();
    for (Message message : row.messages()) {
      if (part == ComparedPart.SAMPLE || message.role() == Role.USER) {
        text.append(message.content()).append('\n');
      }
    }
    return NormalText.of(text.toString());
  }

  private static long pair(int first, int second) {
    return (long) first << Integer.SIZE | second;
  }

  private static List<Sample> read(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
    List<Sample> rows = new ArrayList<>();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode turn : json.readTree(line).path("messages")) {
          Role role = Role.of(turn.path("role").asText()).orElseThrow();
          messages.add(new Message(role, turn.path("content").asText()));
        }
        if (!messages.isEmpty()) {
          rows.add(Sample.of("corpus", messages, Origin.ofRow("corpus", rows.size() + 1), "{}"));
        }
      }
    }
    return rows;
  }
}
