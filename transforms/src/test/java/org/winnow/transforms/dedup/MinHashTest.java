package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinHashTest {
  private static final Ngram WORD = new Ngram(Ngram.Unit.WORDS, 1);

  /** Pairs of texts of 200 words whose sets have exactly the stated similarity. */
  @ParameterizedTest
  @CsvSource({
    "14,8,50",
    "14,8,60",
    "14,8,70",
    "14,8,80",
    "14,8,90", // the curve of 14 bands of 8
    "25,10,60",
    "25,10,70",
    "25,10,80",
    "20,13,70",
    "20,13,80",
    "20,13,90",
    "1,1,50",
    "2,3,30"
  })
  void textsMeetAsOftenAsThePublishedCurveSays(int bands, int rows, int percent) {
    Banding banding = new Banding(bands, rows);
    int union = 200;
    int common = union * percent / 100;
    int trials = 1500;

    int meetings = 0;
    for (int trial = 0; trial < trials; trial++) {
      List<String> words = new ArrayList<>();
      for (int word = 0; word < union; word++) {
        words.add("t" + trial + "w" + word);
      }
      int half = common + (union - common) / 2;
      List<String> others = new ArrayList<>(words.subList(0, common));
      others.addAll(words.subList(half, union));
      Collections.reverse(others);
      if (meet(hash(words.subList(0, half), banding), hash(others, banding))) {
        meetings++;
      }
    }

    double expected = banding.probability(common / (double) union);
    double deviation = Math.sqrt(expected * (1 - expected) / trials);
    assertEquals(expected, meetings / (double) trials, 4 * deviation + 1.0 / trials);
  }

  @Test
  void theCurveIsThePublishedOne() {
    // Mining of Massive Datasets, figure 3.9: b = 20, r = 5
    Banding banding = new Banding(20, 5);

    assertEquals(.006, banding.probability(.2), .0005);
    assertEquals(.047, banding.probability(.3), .0005);
    assertEquals(.186, banding.probability(.4), .0005);
    assertEquals(.470, banding.probability(.5), .0005);
    assertEquals(.802, banding.probability(.6), .0005);
    assertEquals(.975, banding.probability(.7), .0005);
    assertEquals(.9996, banding.probability(.8), .00005);
    assertEquals(.5, new Banding(16, 4).threshold(), 1e-12); // the book's section 3.4.2
  }

  @Test
  void orderAndRepetitionOfNgramsDoNotMatter() {
    Banding banding = new Banding(14, 8);

    assertArrayEquals(
        hash(List.of("a", "b", "c"), banding), hash(List.of("c", "a", "b", "a", "c"), banding));
  }

  @Test
  void aTextWithoutNgramsHasNoBands() {
    assertArrayEquals(new long[3], hash(List.of(), new Banding(3, 2)));
  }

  @Test
  void refusesWhatIsNoBanding() {
    assertThrows(IllegalArgumentException.class, () -> new Banding(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Banding(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Banding(64, 65));
    assertEquals(4096, new Banding(64, 64).values());
  }

  @Test
  void bandsOfOneTextDiffer() {
    long[] bands = hash(List.of("only"), new Banding(64, 1));

    assertEquals(bands.length, Arrays.stream(bands).distinct().count());
  }

  private static boolean meet(long[] bands, long[] others) {
    for (int band = 0; band < bands.length; band++) {
      if (bands[band] == others[band]) {
        return true;
      }
    }
    return false;
  }

  private static long[] hash(List<String> words, Banding banding) {
    NormalText text = new NormalText();
    text.add(String.join(" ", words));
    Shingles shingles = new Shingles(WORD);
    shingles.take(text);
    long[] bands = new long[banding.bands()];
    new MinHash(banding).hashBands(shingles, bands, 0);
    return bands;
  }
}
