package org.winnow.transforms.hygiene;

import java.util.List;

/** 64-bit hashes of words, of runs of words, and of whole texts. */
final class WordGrams {
  /** Odd, so that no word's bits are lost as others follow. */
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  private WordGrams() {}

  /** The hash of each word: long[words]. */
  static long[] hashes(List<String> words) {
    long[] hashes = new long[words.size()];
    for (int i = 0; i < hashes.length; i++) {
      long hash = 0;
      String word = words.get(i);
      for (int at = 0; at < word.length(); at++) {
        hash = hash * FACTOR + word.charAt(at) + 1;
      }
      hashes[i] = mix(hash);
    }
    return hashes;
  }

  /**
   * The hashes of all runs of {@code length} words.
   *
   * @param words hashes of the words of one text
   * @return long[runs], entry i for the run that starts with word i; empty if the text is shorter
   */
  static long[] runs(long[] words, int length) {
    if (words.length < length) {
      return new long[0];
    }
    long first = 1; // what the first word of a run is multiplied by
    for (int i = 1; i < length; i++) {
      first *= FACTOR;
    }
    long[] runs = new long[words.length - length + 1];
    long hash = 0;
    for (int i = 0; i < words.length; i++) {
      if (i >= length) {
        hash -= words[i - length] * first;
      }
      hash = hash * FACTOR + words[i];
      if (i >= length - 1) {
        runs[i - length + 1] = mix(hash);
      }
    }
    return runs;
  }

  /** The hash of several texts as one whole. */
  static long whole(List<long[]> texts) {
    long hash = 1;
    for (long[] words : texts) {
      for (long word : words) {
        hash = hash * FACTOR + word;
      }
      hash = mix(hash + words.length);
    }
    return hash;
  }

  /** The finisher of SplitMix64: a bijection that spreads every bit over all. */
  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
