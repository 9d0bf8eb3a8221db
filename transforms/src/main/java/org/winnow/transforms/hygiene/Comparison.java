package org.winnow.transforms.hygiene;

import java.util.List;
import java.util.Optional;
import org.winnow.transforms.hygiene.BenchmarkIndex.Cover;

/** What one row shares with the test rows of an index. */
final class Comparison {
  private final BenchmarkIndex index;
  private final List<List<String>> texts;
  private final List<Cover> covers;

  /**
   * A comparison.
   *
   * @param texts the row's words, by message
   * @param covers one for each test row that the row shares a run with
   */
  Comparison(BenchmarkIndex index, List<List<String>> texts, List<Cover> covers) {
    this.index = index;
    this.texts = texts;
    this.covers = List.copyOf(covers);
  }

  /**
   * The test row that a row covers most of.
   *
   * @param benchmark the benchmark that it belongs to
   * @param file name of the test row's file
   * @param row its number in the file, from 1
   * @param covered how many of its words the row covers
   * @param words how many words it has
   * @param isHit whether that is more than the rule allows
   * @param otherHits how many further test rows the row hits
   * @param span the longest run of words that both have; empty if it is no hit
   */
  record Match(
      String benchmark,
      String file,
      long row,
      int covered,
      int words,
      boolean isHit,
      int otherHits,
      String span) {
    /** How a person finds the test row. */
    String testRow() {
      return benchmark + ", row " + row + " of " + file;
    }

    /** The share of the test row's words that are covered, in (0, 1]. */
    double share() {
      return (double) covered / words;
    }
  }

  /** One for each test row that the row shares a run with; in no order. */
  List<Cover> covers() {
    return covers;
  }

  /** The test row that the row covers most of, the first of equals; empty if none. */
  Optional<Match> best() {
    return covers.stream().min(Cover.BY_SHARE).map(this::match);
  }

  /** The longest run of words that the row and a test row have; the first of equals. */
  String span(Cover cover) {
    return index.span(texts, cover.row());
  }

  private Match match(Cover best) {
    int hits = (int) covers.stream().filter(Cover::isHit).count();
    BenchmarkRow row = index.row(best.row());
    return new Match(
        row.benchmark(),
        row.file(),
        row.row(),
        best.covered(),
        best.words(),
        best.isHit(),
        best.isHit() ? hits - 1 : 0,
        best.isHit() ? span(best) : "");
  }
}
