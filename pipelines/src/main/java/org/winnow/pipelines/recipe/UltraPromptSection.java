package org.winnow.pipelines.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.winnow.pipelines.recipe.SynthesisRecipe.TeacherSection;
import org.winnow.scorers.ModelSpec;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.ultraprompt.HarvestSettings;
import org.winnow.synth.ultraprompt.Principles;
import org.winnow.synth.ultraprompt.SearchSettings;

/**
 * UltraPrompt in a recipe; questions of the recipe's input are the instructions.
 *
 * @param rewriting how the recipe's teacher rewrites
 * @param responder who responds to instructions; not rules
 * @param responding how it generates
 * @param reward what responses are worth
 * @param principles by which instructions are rewritten
 * @param categories the category of a domain's instructions, by domain; a domain that is not here
 *     is a category of its own name
 * @param search how trees are searched
 * @param harvest what is given out
 * @param together trees at work at once, from 1
 */
public record UltraPromptSection(
    GenerationParameters rewriting,
    TeacherSection responder,
    GenerationParameters responding,
    RewardSection reward,
    Principles principles,
    Map<String, String> categories,
    SearchSettings search,
    HarvestSettings harvest,
    int together)
    implements SynthesisRecipe.MethodSection {
  public UltraPromptSection {
    categories = new TreeMap<>(categories);
  }

  /** What responses are worth. */
  public sealed interface RewardSection {
    /** How well a checkpoint predicts them. */
    record AnswerLoss(ModelSpec model) implements RewardSection {}

    /** What a reward model in this process says. */
    record Classifier(ModelSpec model) implements RewardSection {}

    /**
     * What a language model says that is asked for a grade.
     *
     * @param server where it is, with a budget of its own
     * @param grading how it generates
     */
    record Judge(EndpointSection server, GenerationParameters grading) implements RewardSection {}
  }

  /** The category of a domain's instructions. */
  public String category(String domain) {
    return categories.getOrDefault(domain, domain);
  }

  @Override
  public List<EndpointSection> servers() {
    Optional<EndpointSection> judge =
        reward instanceof RewardSection.Judge found
            ? Optional.of(found.server())
            : Optional.empty();
    return Stream.concat(responder.endpoint().stream(), judge.stream()).toList();
  }
}
