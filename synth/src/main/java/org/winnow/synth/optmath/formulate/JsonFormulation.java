package org.winnow.synth.optmath.formulate;

import java.util.List;
import java.util.Optional;
import org.winnow.synth.optmath.ask.Asking;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.pair.Made;

/**
 * The teacher answers with a model as a JSON object by a schema, which {@link JsonModelReader}
 * reads. Its flaws are {@code schema_violation}, {@code unknown_variable}, {@code duplicate},
 * {@code not_finite}, {@code too_large}, {@code bounds}, {@code empty} and failures of requests.
 *
 * @param asking whom to ask
 * @param seed the recipe's seed; draws the wording
 */
public record JsonFormulation(Asking asking, long seed) implements Formulation {
  @Override
  public List<Made<Model>> formulate(List<ProblemWords> problems) {
    return new FormulationRequests(asking, seed, "as-json.txt", Optional.of(JsonModelReader.SCHEMA))
        .models(problems, JsonModelReader::read);
  }
}
