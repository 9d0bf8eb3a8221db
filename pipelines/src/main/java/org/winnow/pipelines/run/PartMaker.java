package org.winnow.pipelines.run;

import java.util.List;
import org.winnow.synth.teacher.Teacher;

/** Does parts of a synthesis' work; may hold models. Several threads may use it at once. */
interface PartMaker extends AutoCloseable {
  /**
   * Does one part: a function of the recipe, the part and the teacher's answers.
   *
   * @param part one of {@link DivisibleMethod#parts}
   * @param teacher remembers its answers; stays the caller's
   * @return lines of JSON, one object each
   * @throws org.winnow.synth.teacher.TeacherUnavailableException if the teacher cannot be asked
   */
  List<String> make(String part, Teacher teacher);

  /** What servers beside the teacher's were sent by this process, for a person to read. */
  default List<String> spent() {
    return List.of();
  }

  @Override
  void close();
}
