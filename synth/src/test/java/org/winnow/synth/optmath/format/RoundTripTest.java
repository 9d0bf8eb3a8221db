package org.winnow.synth.optmath.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.ortools.Loader;
import com.google.ortools.modelbuilder.ModelBuilder;
import com.google.ortools.modelbuilder.ModelBuilderHelper;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.RandomBits;
import org.winnow.synth.optmath.RandomModels;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Relation;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;

class RoundTripTest {
  private static final int MODELS = 200;

  @Test
  void lpGivesTheSameModel() throws ModelTextException {
    for (int i = 0; i < MODELS; i++) {
      Model model = RandomModels.ofAnyKind(i);

      assertThat(sorted(LpReader.read(LpWriter.write(model)))).isEqualTo(sorted(model));
    }
  }

  @Test
  void mpsGivesTheSameModel() throws ModelTextException {
    for (int i = 0; i < MODELS; i++) {
      Model model = RandomModels.ofAnyKind(i);

      assertThat(sorted(MpsReader.read(MpsWriter.write(model)))).isEqualTo(sorted(model));
    }
  }

  /** A model but for the order of variables and terms. */
  private static Model sorted(Model model) {
    Comparator<Term> byVariable = Comparator.comparing(Term::variable);
    return new Model(
        model.sense(),
        model.objective().stream().sorted(byVariable).toList(),
        model.constant(),
        model.variables().stream().sorted(Comparator.comparing(Variable::name)).toList(),
        model.rows().stream()
            .map(
                row ->
                    new Row(
                        row.name(),
                        row.terms().stream().sorted(byVariable).toList(),
                        row.relation(),
                        row.rightSide()))
            .toList());
  }

  /** OR-Tools' reader of MPS knows nothing of ours. */
  @Test
  void orToolsReadsTheSameMps() {
    Loader.loadNativeLibraries();
    for (int i = 0; i < MODELS; i++) {
      Model model = RandomModels.ofAnyKind(i);
      ModelBuilder copy = new ModelBuilder();

      assertThat(copy.importFromMpsString(MpsWriter.write(model))).isTrue();

      ModelBuilderHelper read = copy.getHelper();
      assertThat(read.numConstraints()).isEqualTo(model.rows().size());
      assertThat(read.getObjectiveOffset()).isEqualTo(model.constant());
      for (int j = 0; j < read.numVariables(); j++) {
        Variable variable = model.variables().get(j);
        assertThat(read.getVarName(j)).isEqualTo(variable.name());
        assertThat(read.getVarLowerBound(j)).isEqualTo(variable.lower());
        assertThat(read.getVarUpperBound(j)).isEqualTo(variable.upper());
        assertThat(read.getVarIntegrality(j)).isEqualTo(variable.isWhole());
        assertThat(read.getVarObjectiveCoefficient(j))
            .isEqualTo(coefficient(model.objective(), variable));
      }
      assertThat(read.getMaximize()).isEqualTo(model.sense() == Sense.MAXIMIZE);
      for (int j = 0; j < read.numConstraints(); j++) {
        Row row = model.rows().get(j);
        assertThat(terms(read, j)).isEqualTo(terms(row));
        assertThat(read.getConstraintLowerBound(j))
            .isEqualTo(
                row.relation() == Relation.LESS_OR_EQUAL
                    ? Double.NEGATIVE_INFINITY
                    : row.rightSide());
        assertThat(read.getConstraintUpperBound(j))
            .isEqualTo(
                row.relation() == Relation.GREATER_OR_EQUAL
                    ? Double.POSITIVE_INFINITY
                    : row.rightSide());
      }
    }
  }

  private static double coefficient(List<Term> terms, Variable variable) {
    return terms.stream()
        .filter(term -> term.variable().equals(variable.name()))
        .mapToDouble(Term::coefficient)
        .sum();
  }

  private static TreeMap<String, Double> terms(ModelBuilderHelper read, int row) {
    TreeMap<String, Double> terms = new TreeMap<>();
    int[] places = read.getConstraintVarIndices(row);
    double[] coefficients = read.getConstraintCoefficients(row);
    for (int i = 0; i < places.length; i++) {
      terms.put(read.getVarName(places[i]), coefficients[i]);
    }
    return terms;
  }

  private static TreeMap<String, Double> terms(Row row) {
    TreeMap<String, Double> terms = new TreeMap<>();
    row.terms().forEach(term -> terms.put(term.variable(), term.coefficient()));
    return terms;
  }

  /** Whatever is done to a text, reading it ends with a model or with a typed error. */
  @Test
  void spoiltTextsAreReadOrRefused() {
    RandomBits bits = new RandomBits(11);
    String alphabet = " \n\t\\:+-<>=0123456789.eExyzinfMAX'[],;^\u0000\u00e9";
    int refused = 0;
    for (int i = 0; i < 1_500; i++) {
      Model model = RandomModels.ofAnyKind(i % MODELS);
      boolean lp = i % 2 == 0;
      StringBuilder text = new StringBuilder(lp ? LpWriter.write(model) : MpsWriter.write(model));
      for (int change = 0; change <= i % 3; change++) {
        int place = bits.below(text.length());
        int end = Math.min(text.length(), place + bits.below(4));
        text.replace(place, end, "" + alphabet.charAt(bits.below(alphabet.length())));
      }
      try {
        Model read = lp ? LpReader.read(text.toString()) : MpsReader.read(text.toString());
        assertThat(read.variables()).isNotEmpty();
      } catch (ModelTextException e) {
        assertThat(e).hasMessageStartingWith("line ");
        refused++;
      }
    }
    assertThat(refused).isBetween(300, 1_400);
  }

  @Test
  void aTextBeyondTheLimitIsRefused() {
    String text = "x".repeat(ModelDraft.MAX_CHARACTERS + 1);

    assertThatThrownBy(() -> LpReader.read(text)).isInstanceOf(ModelTextException.class);
    assertThatThrownBy(() -> MpsReader.read(text)).isInstanceOf(ModelTextException.class);
  }
}
