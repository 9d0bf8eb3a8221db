package org.winnow.synth.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.synth.answer.CalculatorCheck.AllRight;
import org.winnow.synth.answer.CalculatorCheck.NoneNoted;
import org.winnow.synth.answer.CalculatorCheck.Unreadable;
import org.winnow.synth.answer.CalculatorCheck.Wrong;

class CalculatorCheckTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "48/2=24",
        "0.1+0.2=0.3",
        "15*0.20=3",
        "(2+3)*4-6/3=18",
        "2-3-4=-5",
        "8/2/2=2",
        "-3+5=2",
        "2^3=8",
        ".5*10=5.0",
        "50%*8=4",
        "12*20,000=240,000",
        "10/3=3.33",
        "2/3=0.67",
        "2/3=0.66",
        "65/6=10.833333333333332",
        "0.2*41.472=8.294400000000001"
      })
  void acceptsRightValues(String annotation) {
    assertThat(CalculatorCheck.check("So <<" + annotation + ">>.")).isEqualTo(new AllRight(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7/2=3", "10/3=3.34", "2+2=5", "0.1+0.2=0.4", "100/3=34", "1-2=1"})
  void findsWrongValues(String annotation) {
    assertThat(CalculatorCheck.check("So <<" + annotation + ">>.")).isInstanceOf(Wrong.class);
  }

  @Test
  void tellsTheFirstWrongOne() {
    assertThat(CalculatorCheck.check("a <<1+1=2>>2 b <<10/4=2>>2 c <<1+1=3>>3"))
        .isEqualTo(new Wrong(15, "10/4", "5/2", "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x=5", "5", "", "1/0=1", "3 4=7", "1+=1", "2*(3=6", "1..2=1", "9^9^9=1"})
  void saysWhatItCannotCompute(String annotation) {
    assertThat(CalculatorCheck.check("So <<" + annotation + ">>."))
        .isEqualTo(new Unreadable(3, annotation));
  }

  @Test
  void findsNoneInPlainText() {
    assertThat(CalculatorCheck.check("2 + 2 = 5 << 3")).isEqualTo(new NoneNoted());
  }
}
