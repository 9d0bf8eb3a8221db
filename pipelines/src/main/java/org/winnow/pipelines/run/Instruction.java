package org.winnow.pipelines.run;

/**
 * The question of a row.
 *
 * @param id the conversation's id
 * @param domain the row's
 */
record Instruction(String id, String domain, String text) {}
