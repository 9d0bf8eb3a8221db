package org.winnow.synth.lemma;

import java.util.Locale;

/** Why a candidate was rejected, where the teacher has answered. */
public enum Reason {
  /** The known solution states no answer, so nothing about this problem can be checked. */
  NO_KNOWN_ANSWER,
  /** The same wrong solution of the problem was there before. */
  DUPLICATE_ATTEMPT,
  /** The attempt states no answer, so it may be right and only cut off. */
  NO_ANSWER,
  /** The attempt's or planted solution's answer is the known one. */
  ANSWER_RIGHT,
  /** The trajectory's answer is not the known one. */
  ANSWER_NOT_RIGHT,
  /** The teacher finds no error where there must be one. */
  JUDGED_CORRECT,
  /** The teacher's answer holds half a surrogate pair, which no file can hold. */
  INVALID_UNICODE,
  /** The teacher's answer cannot be read. */
  UNREADABLE,
  /** The teacher names a step that the solution does not have. */
  STEP_OUT_OF_RANGE,
  /** A planted error comes without its explanation, or with more than that behind it. */
  NO_EXPLANATION,
  /** A planted solution says that something in it is wrong. */
  ERROR_ADMITTED,
  /** A text speaks of what its author cannot know of: a reference, an attempt, instructions. */
  LEAK,
  /** A trajectory has no transition phrase. */
  NO_TRANSITION,
  /** A trajectory has more than one transition phrase. */
  SEVERAL_TRANSITIONS,
  /** The transition phrase was replaced by another one. */
  TRANSITION_CHANGED,
  /** What comes before the transition is not the attempt up to its error. */
  PREFIX_CHANGED,
  /** Smoothing lost something of what comes after the transition. */
  CONTINUATION_CHANGED,
  /** What comes after the transition repeats what came before. */
  CONTINUATION_REPEATS,
  /** What comes after the transition notes a calculation that is wrong. */
  WRONG_CALCULATION,
  /** Another trajectory of the problem has the same text. */
  DUPLICATE_TRAJECTORY,
  /** The text is longer than allowed. */
  TOO_LONG;

  /** The name used in files, in snake_case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
