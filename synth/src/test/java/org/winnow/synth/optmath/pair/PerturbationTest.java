package org.winnow.synth.optmath.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.synth.optmath.format.LpReader;
import org.winnow.synth.optmath.format.ModelTextException;
import org.winnow.synth.optmath.model.Model;

class PerturbationTest {
  private static final String LP =
      """
      Minimize
       obj: 8 x - 8 y + 3 z + 8
      Subject To
       first: 8 x + 5 y >= 8
       second: x - 8 z <= 80
      Bounds
       -8 <= y <= 8
       2 <= z <= 9
      Generals
       z
      End
      """;

  private static Model model(String text) {
    try {
      return LpReader.read(text);
    } catch (ModelTextException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void aNumberIsChangedWhereverItStandsWithItsSign() {
    String changed = LP.replaceAll("\\b8\\b", "10");

    assertThat(new Perturbation(8, 10).in(model(LP))).contains(model(changed));
    assertThat(changed).contains("-10 <= y <= 10").contains("10 x - 10 y + 3 z + 10");
  }

  @Test
  void aModelWithoutTheNumberStaysAsItIs() {
    assertThat(new Perturbation(7, 10).in(model(LP))).contains(model(LP));
  }

  @Test
  void boundsThatCrossLeaveNoModel() {
    assertThat(new Perturbation(2, 9).in(model(LP))).isPresent();
    assertThat(new Perturbation(2, 9.5).in(model(LP))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"16, 18", "100, 113", "2, 4", "8, 10", "2.4, 2.7", "0.4, 0.45"})
  void aNumberGrowsByAnEighthAndIsNew(double from, double to) {
    // 3 and 9 are in the model, so 2 and 8 go on to the next.
    assertThat(Perturbation.of(from, model(LP), model(LP)).to()).isCloseTo(to, within(1e-12));
  }

  @Test
  void bothModelsAreAskedWhetherANumberIsNew() {
    Model other = model("Minimize\n obj: 5 x\nSubject To\n a: 6 x >= 1\nEnd\n");

    assertThat(Perturbation.of(4, model(LP), other).to()).isEqualTo(7);
    assertThat(Perturbation.of(4, other, model(LP)).to()).isEqualTo(7);
  }
}
