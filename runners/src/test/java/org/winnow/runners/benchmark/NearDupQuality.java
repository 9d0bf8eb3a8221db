package org.winnow.runners.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.transforms.dedup.Banding;
import org.winnow.transforms.dedup.ComparedPart;
import org.winnow.transforms.dedup.NearDupForm;
import org.winnow.transforms.dedup.Ngram;
import org.winnow.transforms.dedup.NormalText;

/**
 * Compares MinHash with the true Jaccard similarity of all pairs of a corpus of JSON lines that
 * have messages.
 *
 * <p>Sets of n-grams are sets of strings here. Pairs that share no n-gram have similarity 0; those
 * that share some are found over an index from n-grams to rows, so that no pair is left out.
 *
 * <pre>{@code NearDupQuality FOLDER sample|prompt}</pre>
 */
public final class NearDupQuality {
  private static final double SIMILAR = .7;

  private NearDupQuality() {}

  /** Prints one line for each preset. */
  public static void main(String[] arguments) throws IOException {
    List<Sample> rows = read(Path.of(arguments[0]));
    ComparedPart part = ComparedPart.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    System.out.println("rows " + rows.size());
    Ngram words = new Ngram(Ngram.Unit.WORDS, 5);
    report("words_14x8", rows, new NearDupForm(part, words, new Banding(14, 8)));
    report("words_256_j07", rows, new NearDupForm(part, words, new Banding(25, 10)));
    Ngram characters = new Ngram(Ngram.Unit.CHARS, 24);
    report("chars_20x13", rows, new NearDupForm(part, characters, new Banding(20, 13)));
  }

  private static void report(String preset, List<Sample> rows, NearDupForm form) {
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
          rows.add(Sample.of("corpus", messages, Origin.ofRow(file.toString(), 1), "{}"));
        }
      }
    }
    return rows;
  }
}
