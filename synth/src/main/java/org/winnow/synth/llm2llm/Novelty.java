package org.winnow.synth.llm2llm;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.synth.answer.RougeL;

/**
 * Questions that are known: a new one must not be too like any of them. Grows; for one thread at a
 * time.
 */
final class Novelty {
  private final BigDecimal threshold;
  private final List<Known> known = new ArrayList<>();

  private record Known(String name, RougeL question) {}

  /**
   * Knows nothing yet.
   *
   * @param threshold the ROUGE-L F-measure that two questions may have at most
   */
  Novelty(BigDecimal threshold) {
    this.threshold = threshold;
  }

  void add(String name, String question) {
    known.add(new Known(name, RougeL.of(question)));
  }

  /** What a question is too like, the first in the order in which they became known. */
  Optional<String> likeness(String question) {
    RougeL words = RougeL.of(question);
    return known.stream()
        .filter(
            other ->
                words.words() == 0
                    ? other.question.words() == 0
                    : words.exceeds(other.question, threshold))
        .map(Known::name)
        .findFirst();
  }
}
