package org.winnow.synth.lemma;

import org.winnow.synth.teacher.TeacherRequest;

/**
 * One question to a teacher, and what is made of the answer. Both are functions of their arguments.
 *
 * @param <T> what comes in
 * @param <R> what goes on if the answer is good
 */
interface Stage<T extends Traced, R> {
  /** What the item is asked about. */
  LemmaStage name(T item);

  /** The request for an item. */
  TeacherRequest request(T item);

  /**
   * The verdict on the teacher's answer.
   *
   * @param exchange the answer with where it comes from, to become part of the result's lineage
   */
  Verdict<R> judge(T item, Exchange exchange);
}
