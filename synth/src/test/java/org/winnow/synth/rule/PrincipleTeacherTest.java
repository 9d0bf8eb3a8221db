package org.winnow.synth.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.ultraprompt.Principle;
import org.winnow.synth.ultraprompt.Principles;

class PrincipleTeacherTest {
  private static final String INSTRUCTION = "How far is the moon?";

  private static TeacherResult ask(String principle, String instruction, int sample) {
    List<Message> messages =
        List.of(
            new Message(Role.SYSTEM, "You edit."),
            new Message(
                Role.USER, "How to improve it: " + principle + "\n\nThe request:\n" + instruction));
    TeacherRequest request =
        TeacherRequest.of("r", messages, GenerationParameters.of(PrincipleTeacher.MODEL))
            .withSample(sample);
    try (PrincipleTeacher teacher = new PrincipleTeacher()) {
      return teacher.answer(List.of(request)).get(0);
    }
  }

  private static String said(String principle, String instruction, int sample) {
    return ((TeacherAnswer) ask(principle, instruction, sample)).text();
  }

  @Test
  void everyBuiltInPrincipleAddsASentenceOfItsOwn() {
    Set<String> all = new HashSet<>();
    for (Principle principle : Principles.builtin().all()) {
      Set<String> said = new HashSet<>();
      for (int sample = 0; sample < 20; sample++) {
        String text = said(principle.text(), INSTRUCTION, sample);
        assertThat(text).contains(INSTRUCTION).hasSizeGreaterThan(INSTRUCTION.length() + 20);
        said.add(text);
      }
      assertThat(said).as(principle.name()).hasSize(2); // of twenty draws from two
      all.addAll(said);
    }
    assertThat(all).hasSize(20);
  }

  @Test
  void aSentenceThatIsThereIsNotAddedAgain() {
    String principle = Principles.builtin().all().get(0).text();
    Set<String> texts = new HashSet<>(List.of(INSTRUCTION));
    for (int step = 0; step < 40; step++) {
      String last = said(principle, INSTRUCTION, step);
      texts.add(said(principle, said(principle, last, step + 1), step + 2));
    }
    // With two sentences there are at most: either one, or both in either order.
    assertThat(texts).hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void textOfSeveralLinesIsLeftAloneAndOtherPrinciplesAreDeclined() {
    String verify =
        Principles.builtin().all().stream()
            .filter(principle -> principle.name().equals("solution_verification"))
            .findFirst()
            .orElseThrow()
            .text();
    assertThat(said(verify, "Sum:\n1\n2\n", 0)).startsWith("Sum:\n1\n2\n\n");

    TeacherFailure failure = (TeacherFailure) ask("Make it rhyme.", INSTRUCTION, 0);
    assertThat(failure.kind()).isEqualTo(FailureKind.CONTENT_FILTERED);
  }
}
