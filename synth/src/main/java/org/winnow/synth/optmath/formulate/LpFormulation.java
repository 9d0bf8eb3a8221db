package org.winnow.synth.optmath.formulate;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.winnow.synth.optmath.ask.Asking;
import org.winnow.synth.optmath.format.LpReader;
import org.winnow.synth.optmath.format.ModelTextException;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.pair.Made;

/**
 * The teacher answers with a model in LP format, as its whole answer or in one block between lines
 * of three backticks. Its flaws are {@code several_blocks}, {@code no_lp_text}, {@code empty} and
 * failures of requests.
 *
 * @param asking whom to ask
 * @param seed the recipe's seed; draws the wording
 */
public record LpFormulation(Asking asking, long seed) implements Formulation {
  private static final Pattern BLOCK =
      Pattern.compile("^```[A-Za-z]*+\\h*+\\R(.*?)^```\\h*+$", Pattern.DOTALL | Pattern.MULTILINE);

  @Override
  public List<Made<Model>> formulate(List<ProblemWords> problems) {
    return new FormulationRequests(asking, seed, "as-lp.txt", Optional.empty())
        .models(problems, LpFormulation::read);
  }

  private static Model read(String answer) throws NoModelException {
    List<String> blocks =
        BLOCK.matcher(answer).results().map((MatchResult block) -> block.group(1)).toList();
    if (blocks.size() > 1) {
      throw new NoModelException(
          "several_blocks", "expected one block of LP text, found " + blocks.size());
    }
    Model model;
    try {
      model = LpReader.read(blocks.isEmpty() ? answer : blocks.get(0));
    } catch (ModelTextException e) {
      throw new NoModelException("no_lp_text", e);
    }
    if (model.variables().isEmpty()) {
      throw new NoModelException("empty", "expected at least one variable");
    }
    return model;
  }
}
