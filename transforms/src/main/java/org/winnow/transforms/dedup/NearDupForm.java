package org.winnow.transforms.dedup;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Sample;

/**
 * What a signature is made of.
 *
 * @param part which turns of a row are compared
 * @param ngram what they are compared by
 * @param banding how the signature is cut
 */
public record NearDupForm(ComparedPart part, Ngram ngram, Banding banding) implements Serializable {
  /** Changes when the same rows get other signatures than before. */
  private static final int VERSION = 1;

  /**
   * A hash of everything that changes signatures, besides the rows. The release of Java is part of
   * it: what a letter is, and its lower case, stand in the Unicode tables that come with it. So it
   * is asked for where signatures are made.
   */
  public String fingerprint() {
    String name =
        String.join(
            "\n",
            "near_dup " + VERSION,
            "java " + Runtime.version().feature(),
            part.name(),
            ngram.toString(),
            banding.toString());
    return Digests.hex(name.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * The band hashes of some rows.
   *
   * @return long[rows * bands], those of a row side by side; 0 for a row without text
   */
  public long[] signatures(List<Sample> rows) {
    NormalText text = new NormalText();
    Shingles shingles = new Shingles(ngram);
    MinHash minHash = new MinHash(banding);
    long[] bands = new long[rows.size() * banding.bands()];
    for (int row = 0; row < rows.size(); row++) {
      part.copy(rows.get(row), text);
      shingles.take(text);
      minHash.hashBands(shingles, bands, row * banding.bands());
    }
    return bands;
  }

  /**
   * The n-grams of some rows, each as 32 bits of a hash.
   *
   * @return int[rows][], of each row ascending, each n-gram once; empty for a row without text
   */
  int[][] ngrams(List<Sample> rows) {
    NormalText text = new NormalText();
    Shingles shingles = new Shingles(ngram);
    int[][] sets = new int[rows.size()][];
    for (int row = 0; row < sets.length; row++) {
      part.copy(rows.get(row), text);
      shingles.take(text);
      sets[row] = shingles.distinct();
    }
    return sets;
  }
}
