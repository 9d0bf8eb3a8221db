package org.winnow.synth.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RougeLTest {
  private static final BigDecimal THRESHOLD = new BigDecimal("0.95");

  @Test
  void dividesTwiceTheCommonWordsByAllWords() {
    RougeL twenty = RougeL.of("a b c d e f g h i j k l m n o p q r s t");
    RougeL sixteen = RougeL.of("a b c d e f g h i j k l 1 2 3 4");

    assertThat(twenty.commonSubsequence(sixteen)).isEqualTo(12);
    assertThat(twenty.fMeasure(sixteen)).isCloseTo(0.6667, within(5e-5));
  }

  @Test
  void readsWordsOfLowercaseLettersAndDigits() {
    RougeL text = RougeL.of("Betty's 2.5-litre CAN!");

    assertThat(text.words()).isEqualTo(6);
    assertThat(text.fMeasure(RougeL.of("betty s 2 5 litre can"))).isEqualTo(1);
    assertThat(RougeL.of("日本").fMeasure(RougeL.of("日本"))).isEqualTo(0);
  }

  @Test
  void doesNotExceedWhatItEquals() {
    String nineteen = "a b c d e f g h i j k l m n o p q r s ";
    RougeL first = RougeL.of(nineteen + "5");
    RougeL second = RougeL.of(nineteen + "6");

    // In doubles, precision and recall of 0.95 have the F-measure 0.9500000000000001.
    assertThat(2 * 0.95 * 0.95 / (0.95 + 0.95)).isGreaterThan(0.95);
    assertThat(first.exceeds(second, THRESHOLD)).isFalse();
    assertThat(first.exceeds(second, new BigDecimal("0.9499"))).isTrue();
  }

  /** A question of 43 words with another number is found, one of 19 is not. */
  @Test
  void findsChangedNumbersInLongQuestionsOnly() {
    assertThat(changed(43).exceeds(changed(43, "6"), THRESHOLD)).isTrue();
    assertThat(changed(19).exceeds(changed(19, "6"), THRESHOLD)).isFalse();
  }

  private static RougeL changed(int words) {
    return changed(words, "5");
  }

  private static RougeL changed(int words, String number) {
    return RougeL.of("word ".repeat(words - 1) + number);
  }

  @Property(tries = 500)
  void agreesWithTheTextbookTable(
      @ForAll("words") List<String> first, @ForAll("words") List<String> second) {
    RougeL one = RougeL.of(String.join(" ", first));
    RougeL two = RougeL.of(String.join(" ", second));
    int common = textbook(first, second);

    assertThat(one.commonSubsequence(two)).isEqualTo(common);
    assertThat(two.commonSubsequence(one)).isEqualTo(common);
    assertThat(one.exceeds(two, new BigDecimal("0.5")))
        .isEqualTo(4 * common > first.size() + second.size());
  }

  private static int textbook(List<String> first, List<String> second) {
    int[][] lengths = new int[first.size() + 1][second.size() + 1];
    for (int i = 1; i <= first.size(); i++) {
      for (int j = 1; j <= second.size(); j++) {
        lengths[i][j] =
            first.get(i - 1).equals(second.get(j - 1))
                ? lengths[i - 1][j - 1] + 1
                : Math.max(lengths[i - 1][j], lengths[i][j - 1]);
      }
    }
    return lengths[first.size()][second.size()];
  }

  /** Long enough for several blocks of 64, of few words so that they have much in common. */
  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.of("a", "b", "c", "d").list().ofMaxSize(200);
  }
}
