package org.winnow.pipelines.steps;

import org.winnow.transforms.dedup.Banding;
import org.winnow.transforms.dedup.Ngram;

/** Published settings of near-duplicate removal. */
enum NearDupPreset {
  /** FineWeb: 112 permutations, steepest at a similarity of .72. */
  WORDS_14X8(new Ngram(Ngram.Unit.WORDS, 5), new Banding(14, 8)),
  /**
   * Data-Juicer: 256 permutations for a similarity of .7; of all ways to cut them, 25 bands of 10
   * have the least sum of expected errors on both sides of it.
   */
  WORDS_256_J07(new Ngram(Ngram.Unit.WORDS, 5), new Banding(25, 10)),
  /** NeMo Curator: 260 permutations, steepest at a similarity of .79. */
  CHARS_20X13(new Ngram(Ngram.Unit.CHARS, 24), new Banding(20, 13));

  private final Ngram ngram;
  private final Banding banding;

  NearDupPreset(Ngram ngram, Banding banding) {
    this.ngram = ngram;
    this.banding = banding;
  }

  Ngram ngram() {
    return ngram;
  }

  Banding banding() {
    return banding;
  }
}
