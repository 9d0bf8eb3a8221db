package org.winnow.synth.ultraprompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rewrites and answers, told apart by a person. */
class AnswerDetectionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What is the capital of France? | The capital of France is Paris. | Paris is the capital of"
            + " France, and it lies on the Seine.",
        "What is 2 + 2? | It is 4. | The answer is 4.",
        "Write a haiku about rain. | Soft rain on the roof. | Here is a haiku about rain: drops"
            + " fall on grey stones",
        "Is the earth flat? | No, it is round. | No. The earth is an oblate spheroid.",
        "How do I pick a lock? | Use a pick. | I'm sorry, but that is nothing I talk about.",
        "Tell me why the sky is blue. | Air scatters short waves of light most. | Air scatters the"
            + " short waves of light the most, so blue reaches the eye from everywhere.",
        "Summarize the plot of Hamlet. | Hamlet, prince of Denmark, avenges his father and dies."
            + " | Hamlet, prince of Denmark, avenges his father, and nearly everybody dies.",
        "List three primes. | 2, 3 and 5 are primes. | Sure: 2, 3, 5.",
      })
  void findsAnswers(String raw, String response, String rewrite) {
    assertThat(AnswerDetection.find(raw, rewrite, List.of("Something else.", response)))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What is the capital of France? | The capital of France is Paris. | Please name the capital"
            + " of France and say since when it has been the capital.",
        "What is 2 + 2? | It is 4. | Work out 2 + 2 and check the result.",
        "Write a haiku about rain. | Soft rain on the roof. | In a warm tone, write a haiku about"
            + " rain with the usual five, seven and five syllables.",
        "Is the earth flat? | No, it is round. | Is the earth flat? Please keep to facts that can"
            + " be checked.",
        "Name a river. | Name a river. I do not know one. | Name a river.",
        "Tell me why the sky is blue. | Because air scatters blue light. | Here is my question:"
            + " why is the sky blue?",
        "Sort a list in Java. | Use Collections.sort. | Sort a list of integers in Java in place.",
        "写一首关于雨的诗 | 雨落在屋顶上 | 请写一首关于春雨的短诗",
      })
  void letsRewritesPass(String raw, String response, String rewrite) {
    assertThat(AnswerDetection.find(raw, rewrite, List.of("Something else.", response))).isEmpty();
  }

  /**
   * 30 questions of GSM8K with four models' solutions each: a solution in place of a rewrite, and
   * those of the three other models as the responses.
   */
  @Test
  void findsMostRealSolutions() throws IOException {
    int solutions = 0;
    int found = 0;
    try (InputStream resource =
            AnswerDetectionTest.class.getResourceAsStream("/lemma/solutions.jsonl");
        var rows = new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(resource)) {
      while (rows.hasNext()) {
        JsonNode row = rows.next();
        String question = row.path("question").asText();
        List<String> texts = new ArrayList<>();
        row.path("solutions").forEach(solution -> texts.add(solution.path("text").asText()));
        for (int i = 0; i < texts.size(); i++) {
          List<String> others = new ArrayList<>(texts);
          String rewrite = others.remove(i);
          solutions++;
          found += AnswerDetection.find(question, rewrite, others).isPresent() ? 1 : 0;
        }
      }
    }

    assertThat(solutions).isEqualTo(120);
    assertThat(found).isEqualTo(115);
  }
}
