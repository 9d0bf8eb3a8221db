package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.Teacher;

/**
 * The models of a search. The caller closes them.
 *
 * @param teacher rewrites instructions
 * @param rewriting how it generates; with a seed, each sample of each request gets one of its own
 *     that is a hash of it
 * @param responder responds to instructions; the published one is a base model that samples
 * @param responding how it generates, with seeds likewise; without a temperature a model in this
 *     process gives the same response again and again
 * @param reward judges responses
 */
public record SearchModels(
    Teacher teacher,
    GenerationParameters rewriting,
    Teacher responder,
    GenerationParameters responding,
    Reward reward) {
  public SearchModels {
    requireNonNull(teacher, "teacher is null");
    requireNonNull(rewriting, "rewriting is null");
    requireNonNull(responder, "responder is null");
    requireNonNull(responding, "responding is null");
    requireNonNull(reward, "reward is null");
  }
}
