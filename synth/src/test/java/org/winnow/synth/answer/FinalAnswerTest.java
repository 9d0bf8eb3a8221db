package org.winnow.synth.answer;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinalAnswerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          She has 3.\\n#### 1,234                        | 1,234
          #### 3\\nNo, it is 4.\\n#### 4\\n              | 4
          So \\boxed{7}. #### 5                          | 5
          \\boxed{1} or rather \\boxed{\\frac{1}{2}}.    | \\frac{1}{2}
          \\fbox{$5$}                                    | $5$
          \\boxed{\\{1, 2\\}} at last                    | \\{1, 2\\}
          The answer is 5. But \\boxed{6}                | 6
          The answer is 0.5. I hope it is correct.       | 0.5
          The final answer is $x = 0.5$. I hope so.      | x = 0.5
          The answer is $5. Then $6 are left.            | $5
          Answer: 12 apples\\nThat is all 3 of us need.  | 12 apples
          **Answer:** 42                                 | 42
          The answer is 3. No, the answer is 4!          | 4
          She sells 3 of them.\\nA: 26                   | 26
          It costs 2.\\nThe answer is:\\n\\n-5           | -5
          """)
  void takesTheStatedAnswer(String solution, String answer) {
    String text = solution.replace("\\n", "\n");

    assertThat(FinalAnswer.stated(text)).contains(answer);
    assertThat(FinalAnswer.statedOrLastNumber(text)).contains(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          So she has 5 of 1,234.                      | 1,234
          It is 48/2 = <<48/2=24>>24 eggs <<1+1=2>>   | 24
          That makes -3.5                             | -3.5
          A share of 12.5%, then.                     | 12.5%
          3/4 of it                                   | 3/4
          It is 8-3                                   | 3
          #### \\boxed{ and then 9                    | 9
          """)
  void guessesTheLastNumberOnlyWhenAsked(String solution, String guess) {
    assertThat(FinalAnswer.statedOrLastNumber(solution)).contains(guess);
    assertThat(FinalAnswer.stated(solution.replace("####", ""))).isEmpty();
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(FinalAnswer.statedOrLastNumber("I do not know.")).isEmpty();
    assertThat(FinalAnswer.statedOrLastNumber("")).isEmpty();
  }

  @Property(tries = 500)
  void findsAnAnswerBehindAnyText(@ForAll String text) {
    assertThat(FinalAnswer.stated(text + "\n#### 17")).contains("17");
  }
}
