package org.winnow.synth.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerEqualityTest {
  /** Each pair is decided by hand. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5               | 5.00
          -5              | \u22125
          +5              | 5
          1,234           | 1234
          1234567.5       | 1,234,567.5
          1{,}234         | 1\\,234
          1/2             | 0.5
          \\frac{1}{2}    | \\dfrac12
          \\tfrac{3}{4}   | 6/8
          -\\frac{1}{2}   | \\frac{-1}{2}
          1 1/2           | 3/2
          -1 1/2          | -1.5
          1\\frac{1}{2}   | 1.5
          10%             | 0.1
          10\\%           | 1/10
          10 percent      | 10%
          $5              | 5
          \\$5.00         | 5 dollars
          -$5             | $-5
          5 USD           | $5
          1.5e3           | 1500
          1.5\\times10^{3} | 1500
          2 x 10^3        | 2,000
          1e-2            | 1%
          5 km            | 5
          5km             | 5 kilometers
          5\\text{ cm}^2  | 5 cm^2
          1 hour          | 1 hours
          60 mph          | 60 miles per hour
          30^\\circ       | 30 degrees
          100             | 100.009
          0.3333          | 1/3
          (B)             | B.
          \\text{(B)}     | b
          (5)             | 5
          **7**           | 7.
          $\\frac{7}{2}$  | 3.5
          (1, 2)          | (1.0, 4/2)
          [0, \\infty)    | [0,\u221E)
          (-\\infty, 1) \\cup (2, 3) | (2,3)\\cup(-\\infty,1)
          \\{1, 2, 3\\}   | {3,1,2}
          \\{1,1\\}       | \\{1\\}
          1, 2            | 1 and 2
          x = 5           | 5
          5 = x           | x=5
          f(x) = x+1      | 1+x
          Total cost = $5 | 5
          x = 2 + 3 = 5   | 5
          y = 2x + 1      | 2x - y + 1 = 0
          y = 2x + 1      | 2y = 4x + 2
          No Solution     | no solution
          \\text{east}    | East
          x^2+2x+1        | (x+1)^2
          \\sqrt{8}       | 2\\sqrt{2}
          \\sqrt{2}       | 1.4142
          \\sqrt[3]{27}   | 3
          2\\pi r         | r\\cdot2\\pi
          \\sin^2 x+\\cos^2 x | 1
          \\sin 2x        | 2\\sin x\\cos x
          \\ln(x^2)       | \\ln x + \\ln x
          \\log_2 8       | 3
          \\log 100       | 2
          e^{x}e^{y}      | e^{x+y}
          \\frac{x^2-1}{x-1} | x+1
          x^{-1}          | 1/x
          2^{10}          | 1024
          (-2)^3          | -8
          -2^2            | -4
          2^3^2           | 512
          3\\left(x+\\frac{1}{3}\\right) | 3x+1
          a_1 + a_2       | a_{2}+a_{1}
          \\tan^{-1} x     | \\arctan x
          \\cos^3 x        | (\\cos x)^3
          \\begin{pmatrix}1\\\\2\\end{pmatrix} | \\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}
          $18 per day     | 18 dollars per day
          1/2 cup         | 0.5 cups
          2\\sqrt{3} cm   | \\sqrt{12}
          """)
  void meanTheSame(String first, String second) {
    assertThat(AnswerEquality.equal(first, second)).isTrue();
    assertThat(AnswerEquality.equal(second, first)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -5              | 5
          1/2             | 12
          10%             | 10
          3 apples and 4  | 34
          3 apples and 4  | 3
          5               | 500
          5               | 0.05
          100             | 100.02
          10000           | 10001
          12345.00        | 12346
          1/3             | 3334/10000
          1,23            | 123
          1,234           | 1,235
          5 km            | 5 m
          5 cents         | $5
          $5              | €5
          5 million       | 5
          5 dozen         | 5
          5 and a half    | 5
          5 squared       | 5
          5x              | 5
          5 x             | 5
          2e              | 2
          1 1/2           | 11/2
          3 4             | 34
          (1, 2)          | (2, 1)
          (1, 2)          | [1, 2]
          (1, 2)          | (1, 2, 3)
          (0, 1]          | (0, 1)
          (1,234)         | 1234
          {1, 2}          | {1, 3}
          {1, 2}          | (1, 2)
          1, 2            | 2, 1
          A               | B
          (B)             | 5
          x = 5           | x = 6
          x = 5           | y = 5
          2x = 5          | 5
          2 + 3 = 6       | 1 + 1 = 3
          y = 2x + 1      | y = 2x - 1
          east            | seat
          on              | no
          x^2             | 2x
          x+1             | x-1
          \\sqrt{x^2}     | x
          \\ln x          | \\log x
          \\sqrt{2}       | 1.5
          \\pi            | 22/7
          x^{1/2}         | y^{1/2}
          10^{20}         | 10^{20}+1
          1/0             | 2/0
          \\infty         | -\\infty
          x < 5           | x > 5
          the cat         | a cat
          """)
  void meanDifferentThings(String first, String second) {
    assertThat(AnswerEquality.equal(first, second)).isFalse();
    assertThat(AnswerEquality.equal(second, first)).isFalse();
  }

  @Test
  void takesTrainingAnswersInOtherForms() throws IOException {
    List<String> answers = lines("training-answers.txt");

    assertThat(answers).hasSize(548);
    for (int i = 0; i < answers.size(); i++) {
      String answer = answers.get(i);
      String plain = answer.replace(",", "");
      String next = answers.get((i + 1) % answers.size());

      assertThat(AnswerEquality.equal(answer, plain)).as(answer).isTrue();
      assertThat(AnswerEquality.equal(answer, plain + ".00")).as(answer).isTrue();
      assertThat(AnswerEquality.equal(answer, "$" + answer + "$")).as(answer).isTrue();
      assertThat(AnswerEquality.equal(answer, answer.replace('-', '\u2212'))).as(answer).isTrue();
      assertThat(AnswerEquality.equal(answer, plain + "/1")).as(answer).isTrue();
      assertThat(AnswerEquality.equal(answer, "-" + answer)).as(answer).isEqualTo(isZero(plain));
      assertThat(AnswerEquality.equal(answer, next)).as(answer + " and " + next).isFalse();
    }
  }

  private static boolean isZero(String answer) {
    return answer.equals("0");
  }

  private static List<String> lines(String name) throws IOException {
    try (InputStream resource = AnswerEqualityTest.class.getResourceAsStream("/gsm8k/" + name)) {
      byte[] bytes = Objects.requireNonNull(resource, name).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void readsBarsAsAbsoluteValue() {
    assertThat(AnswerEquality.equal("|x|", "\\sqrt{x^2}")).isTrue();
    assertThat(AnswerEquality.equal("|x|", "x")).isFalse();
  }

  @Test
  void saysNothingOfBlankAnswers() {
    assertThat(AnswerEquality.equal("", "")).isFalse();
    assertThat(AnswerEquality.equal("$ $", " . ")).isFalse();
  }

  @Test
  void comparesWhatIsTooLongAsText() {
    String sum = "x+".repeat(AnswerEquality.LONGEST) + "x";

    assertThat(AnswerEquality.equal(sum, sum.replace("+", " + "))).isTrue();
    assertThat(AnswerEquality.equal(sum, (AnswerEquality.LONGEST + 1) + "x")).isFalse();
  }

  /** Each of these, computed as it stands, takes more time or memory than there is. */
  @ParameterizedTest
  @CsvSource({
    "9^9^9^9",
    "9^{9^{9^{9}}}x",
    "(((99^99)^99)^99)^99",
    "((((2^{1000})^{1000})^{1000})^{1000})^{0.5}",
    "2^{-1000000000}",
    "1e999999999",
    "x^{10^{100}}"
  })
  void refusesWhatGrowsWithoutBounds(String answer) {
    assertThat(AnswerEquality.equal(answer, "7")).isFalse();
    assertThat(AnswerEquality.equal(answer, answer)).isTrue();
  }

  /** Whole numbers, fractions and mixed numbers are the same exactly if cross products are. */
  @Property
  void comparesFractionsExactly(
      @ForAll @IntRange(min = 1, max = 40) int first,
      @ForAll @IntRange(min = 1, max = 12) int firstDivisor,
      @ForAll @IntRange(min = 1, max = 40) int second,
      @ForAll @IntRange(min = 1, max = 12) int secondDivisor,
      @ForAll boolean negative) {
    String plain = (negative ? "-" : "") + first + "/" + firstDivisor;
    String latex = "\\frac{%s%d}{%d}".formatted(negative ? "-" : "", second, secondDivisor);
    String mixed =
        "%s%d %d/%d"
            .formatted(
                negative ? "-" : "", second / secondDivisor, second % secondDivisor, secondDivisor);
    boolean same = first * secondDivisor == second * firstDivisor;

    assertThat(AnswerEquality.equal(plain, latex)).isEqualTo(same);
    assertThat(AnswerEquality.equal(plain, mixed)).isEqualTo(same);
    assertThat(AnswerEquality.equal(plain.replace("-", ""), latex)).isEqualTo(same && !negative);
  }

  /** By Vieta: the factors and the coefficients belong together for one constant term only. */
  @Property
  void multipliesFactorsOut(
      @ForAll @IntRange(min = -9, max = 9) int first,
      @ForAll @IntRange(min = -9, max = 9) int second,
      @ForAll @IntRange(min = -2, max = 2) int error) {
    String factors = "(t-%d)\\left(t-(%d)\\right)".formatted(first, second).replace("--", "+");
    String expanded = "t^{2} - (%d) t + (%d)".formatted(first + second, first * second + error);

    assertThat(AnswerEquality.equal(factors, expanded)).isEqualTo(error == 0);
  }

  @Property(tries = 2000)
  void isSymmetricAndReflexive(@ForAll("answers") String first, @ForAll("answers") String second) {
    assertThat(AnswerEquality.equal(first, second)).isEqualTo(AnswerEquality.equal(second, first));
    assertThat(AnswerEquality.equal(first, first))
        .isEqualTo(!AnswerText.normalise(first).isBlank());
  }

  @Property(tries = 500)
  void takesAnyText(@ForAll String first, @ForAll String second) {
    assertThat(AnswerEquality.equal(first, second)).isEqualTo(AnswerEquality.equal(second, first));
    assertThat(AnswerEquality.equal(first, first))
        .isEqualTo(!AnswerText.normalise(first).isBlank());
  }

  /** Pieces of answers in any order: most are broken, some are right. */
  @Provide
  Arbitrary<String> answers() {
    return Arbitraries.of(
            "1",
            "2",
            "10",
            ".",
            ",",
            ", ",
            "/",
            "-",
            "+",
            "=",
            "^",
            "%",
            "$",
            "x",
            "y",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "\\{",
            "\\}",
            "\\frac",
            "\\sqrt",
            "\\sin ",
            "\\ln",
            "\\pi",
            "\\",
            "\\text{",
            "\\boxed{",
            "\\left",
            "|",
            " ",
            " km",
            " apples",
            " and ",
            "e",
            "_",
            "000",
            "\\cup",
            "\\infty",
            "\\log_",
            "A",
            "*",
            "half")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces));
  }
}
