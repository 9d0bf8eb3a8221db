package org.winnow.transforms.dedup;

import java.util.Arrays;

/**
 * The n-grams of a text, each as 32 bits of a rolling hash.
 *
 * <p>A unit (a word or a character) is hashed to 64 bits u; n units in a row are {@code sum u_i *
 * B^(n-1-i) mod 2^64}, which moves on by one unit with two multiplications, and then mixed. A text
 * of fewer than n units is one shingle; a text of none has none. An n-gram that occurs twice is
 * listed twice. One object is used for many texts, one thread at a time.
 */
final class Shingles {
  private static final long BASE = 0x9E3779B97F4A7C15L;
  private static final long WORD_BASE = 0xD6E8FEB86659FD93L;
  private static final int FIRST_CAPACITY = 1 << 10;

  private final Ngram ngram;

  /** BASE to the power of the n-gram's length. */
  private final long leaving;

  private long[] units = new long[FIRST_CAPACITY];
  private int[] hashes = new int[FIRST_CAPACITY];
  private int count;

  Shingles(Ngram ngram) {
    this.ngram = ngram;
    long power = 1;
    for (int i = 0; i < ngram.length(); i++) {
      power *= BASE;
    }
    this.leaving = power;
  }

  /** Takes the n-grams of {@code text} in place of those before. */
  void take(NormalText text) {
    int size = ngram.unit() == Ngram.Unit.WORDS ? takeWords(text) : takeCharacters(text);
    count = 0;
    if (size > 0) {
      roll(size);
    }
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** The hash of n-gram {@code index}, in the order of the text. */
  int hash(int index) {
    return hashes[index];
  }

  /** The hashes as a set: ascending, each once. */
  int[] distinct() {
    return Arrays.stream(hashes, 0, count).sorted().distinct().toArray();
  }

  /**
   * Every bit of the result depends on every bit of {@code value}; the finalizer of MurmurHash3.
   */
  static long mix(long value) {
    long mixed = value;
    mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }

  private int takeWords(NormalText text) {
    int size = 0;
    long word = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      int character = text.at(i);
      if (character == ' ') {
        addUnit(size++, mix(word));
        word = 0;
      } else {
        word = (word + character + 1) * WORD_BASE;
      }
    }
    if (length > 0) {
      addUnit(size++, mix(word));
    }
    return size;
  }

  private int takeCharacters(NormalText text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      addUnit(i, mix(text.at(i) + 1L));
    }
    return length;
  }

  private void addUnit(int index, long unit) {
    if (index == units.length) {
      units = Arrays.copyOf(units, 2 * index);
    }
    units[index] = unit;
  }

  private void roll(int size) {
    int first = Math.min(ngram.length(), size);
    count = size - first + 1;
    if (hashes.length < count) {
      hashes = new int[Math.max(count, 2 * hashes.length)];
    }
    long rolling = 0;
    for (int i = 0; i < first; i++) {
      rolling = rolling * BASE + units[i];
    }
    hashes[0] = (int) (mix(rolling) >>> 32);
    for (int i = first; i < size; i++) {
      rolling = rolling * BASE + units[i] - units[i - first] * leaving;
      hashes[i - first + 1] = (int) (mix(rolling) >>> 32);
    }
  }
}
