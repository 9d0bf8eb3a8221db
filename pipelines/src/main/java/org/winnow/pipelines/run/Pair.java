package org.winnow.pipelines.run;

/**
 * A row of one question and one answer.
 *
 * @param id the conversation's id
 */
record Pair(String id, String question, String answer) {}
