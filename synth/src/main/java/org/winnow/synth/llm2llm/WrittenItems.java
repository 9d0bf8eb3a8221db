package org.winnow.synth.llm2llm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The items in a teacher's text: numbered, each a line that begins with {@code Question:} and
 * behind it one that begins with {@code Answer:}. A pure function of the text.
 *
 * @param pairs question and answer of each item that is whole, in order
 * @param broken what stands where an item should, with what is missing
 */
record WrittenItems(List<Pair> pairs, List<Broken> broken) {
  private static final Pattern QUESTION =
      Pattern.compile("(?m)^[ \\t]*(?:\\d{1,2}[.)][ \\t]*)?\\**Question:\\**");
  private static final Pattern ANSWER = Pattern.compile("(?m)^[ \\t]*\\**Answer:\\**");

  record Pair(String question, String answer) {}

  record Broken(String text, String found) {}

  WrittenItems {
    pairs = List.copyOf(pairs);
    broken = List.copyOf(broken);
  }

  static WrittenItems of(String text) {
    List<Pair> pairs = new ArrayList<>();
    List<Broken> broken = new ArrayList<>();
    List<String> pieces = pieces(text);
    if (pieces.isEmpty()) {
      broken.add(new Broken(text, "no line that begins with Question:"));
    }
    for (String piece : pieces) {
      List<int[]> answers = new ArrayList<>();
      Matcher answer = ANSWER.matcher(piece);
      while (answer.find()) {
        answers.add(new int[] {answer.start(), answer.end()});
      }
      if (answers.size() != 1) {
        broken.add(new Broken(piece, answers.size() + " lines that begin with Answer:"));
        continue;
      }
      String question = piece.substring(0, answers.get(0)[0]).strip();
      String said = piece.substring(answers.get(0)[1]).strip();
      if (question.isEmpty() || said.isEmpty()) {
        broken.add(new Broken(piece, "an empty question or answer"));
      } else {
        pairs.add(new Pair(question, said));
      }
    }
    return new WrittenItems(pairs, broken);
  }

  /** The text behind each {@code Question:}, up to the next. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    Matcher question = QUESTION.matcher(text);
    int from = -1;
    while (question.find()) {
      if (from >= 0) {
        pieces.add(text.substring(from, question.start()));
      }
      from = question.end();
    }
    if (from >= 0) {
      pieces.add(text.substring(from));
    }
    return pieces;
  }
}
