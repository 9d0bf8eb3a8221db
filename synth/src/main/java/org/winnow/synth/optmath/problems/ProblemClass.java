package org.winnow.synth.optmath.problems;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.winnow.schemas.RandomBits;
import org.winnow.schemas.Seeds;
import org.winnow.synth.optmath.model.Model;

/**
 * A kind of optimisation problem: instances by chance, as data, as text and as a model.
 *
 * <p>Every number of a model is 1, the size of a set, or one of the instance's data, but for its
 * sign; so the text of an instance has them all.
 */
public final class ProblemClass {
  private final String name;
  private final ProblemGroup group;
  private final String formulation;
  private final ParameterRanges parameters;
  private final ProblemText text;
  private final Consumer<Draw> drawing;
  private final Function<ProblemData, Model> modelling;

  /**
   * A class.
   *
   * @param name in snake case
   * @param formulation the model without numbers, in LaTeX
   * @param drawing gives all sets their sizes and all tables their entries
   * @param modelling the model of an instance
   */
  ProblemClass(
      String name,
      ProblemGroup group,
      String formulation,
      List<Parameter> parameters,
      ProblemText text,
      Consumer<Draw> drawing,
      Function<ProblemData, Model> modelling) {
    this.name = name;
    this.group = group;
    this.formulation = oneLine(formulation);
    this.parameters = new ParameterRanges(parameters);
    this.text = text;
    this.drawing = drawing;
    this.modelling = modelling;
  }

  /** A text whose lines are cut where the source file's are. */
  static String oneLine(String text) {
    return text.strip().replace('\n', ' ');
  }

  /** Its name, in snake case. */
  public String name() {
    return name;
  }

  /** The group that the paper would put it in. */
  public ProblemGroup group() {
    return group;
  }

  /** The model without numbers, in LaTeX. */
  public String formulation() {
    return formulation;
  }

  /** Its parameters with their default ranges. */
  public ParameterRanges parameters() {
    return parameters;
  }

  /** How it is said and read. */
  public ProblemText text() {
    return text;
  }

  /**
   * An instance's data: a function of the arguments and nothing else.
   *
   * @param seed the recipe's seed
   * @param id the instance's name; other names give other instances
   */
  public ProblemData draw(ParameterRanges ranges, long seed, String id) {
    RandomBits bits = new RandomBits(Seeds.bits(seed, "optmath." + name, id, "data"));
    Draw draw = new Draw(ranges, text, bits);
    drawing.accept(draw);
    return draw.data();
  }

  /** An instance's model. */
  public Model model(ProblemData data) {
    return modelling.apply(data);
  }

  @Override
  public String toString() {
    return name;
  }
}
