package org.winnow.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.teacher.TeacherSettings;
import org.winnow.synth.teacher.TeacherUnavailableException;

class DivisibleMethodTest {
  @TempDir private Path folder = Path.of("");

  /** Parts that ask three questions each, and say how many had no answer. */
  private static final class Asking implements DivisibleMethod {
    private final List<String> parts;
    private final List<List<String>> finished = new ArrayList<>();
    private int closed;

    Asking(int parts) {
      this.parts = IntStream.range(0, parts).mapToObj(i -> "part " + i).toList();
    }

    @Override
    public List<String> parts() {
      return parts;
    }

    @Override
    public PartMaker maker(AnswerSource source) {
      return new PartMaker() {
        @Override
        public List<String> make(String part, Teacher teacher) {
          List<TeacherRequest> requests =
              IntStream.range(0, 3)
                  .mapToObj(
                      i ->
                          TeacherRequest.of(
                              part + i,
                              List.of(new Message(Role.USER, part + " question " + i)),
                              GenerationParameters.of("m")))
                  .toList();
          long lost =
              teacher.answer(requests).stream().filter(TeacherFailure.class::isInstance).count();
          return List.of(part + " lost " + lost);
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }

    @Override
    public AnswerSource source() {
      return AnswerSource.ofRecipe();
    }

    @Override
    public int workers() {
      return 4;
    }

    @Override
    public SynthesisReport finish(List<List<String>> made, SynthesisFiles files) {
      finished.addAll(made);
      return new SynthesisReport(List.of(), made.size(), "parts", "done", false);
    }

    @Override
    public SynthesisForecast forecast(TeacherSettings settings, AnswerCache cache) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Gone implements Teacher {
    private int asked;

    @Override
    public synchronized List<TeacherResult> answer(
        List<TeacherRequest> requests, Listener listener) {
      asked += requests.size();
      TeacherFailure gone = TeacherFailure.of(FailureKind.CONNECTION_LOST, "gone", 1);
      return Collections.nCopies(requests.size(), gone);
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  private AnswerCache cache() {
    return new AnswerCache(folder.resolve("answers"));
  }

  @Test
  void partsComeBackInTheirOrder() throws Exception {
    Asking method = new Asking(5);

    SynthesisReport report = method.run(new Gone(), cache(), new SynthesisFiles(folder));

    assertThat(report.made()).isEqualTo(5);
    assertThat(method.finished)
        .isEqualTo(IntStream.range(0, 5).mapToObj(i -> List.of("part " + i + " lost 3")).toList());
    assertThat(method.closed).isEqualTo(1);
  }

  /** Each part has three requests only, and all of them together tell that the server is gone. */
  @Test
  void aServerThatIsGoneEndsManySmallParts() {
    Asking method = new Asking(1_000);
    Gone teacher = new Gone();

    assertThatThrownBy(() -> method.run(teacher, cache(), new SynthesisFiles(folder)))
        .isInstanceOf(TeacherUnavailableException.class)
        .hasMessageContaining("none of 16 requests was answered");

    assertThat(teacher.asked).isLessThan(100);
    assertThat(method.finished).isEmpty();
    assertThat(method.closed).isEqualTo(1);
  }
}
