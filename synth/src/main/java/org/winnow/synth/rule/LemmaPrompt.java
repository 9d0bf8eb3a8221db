package org.winnow.synth.rule;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt of LEMMA, taken apart: what it asks for stands before its first section and behind its
 * last one, data only in sections. A section whose lines {@code <name>} and {@code </name>} are not
 * there exactly once cannot be told from data, and is declined.
 *
 * @param text the whole prompt
 * @param head before the problem
 */
record LemmaPrompt(String text, String head) {
  private static final Pattern TYPE = Pattern.compile("of the type (\\w+):");
  private static final Pattern TRANSITION =
      Pattern.compile("^2\\. Go on with exactly these words: (.*)$", Pattern.MULTILINE);
  private static final Pattern LAST_SENTENCE =
      Pattern.compile("^The last sentence is: The answer is (.*)\\.$", Pattern.MULTILINE);

  /** What a prompt asks for. */
  enum Task {
    CLASSIFY,
    LOCATE,
    INJECT,
    FIX,
    RESTART,
    SMOOTH
  }

  /** Takes a prompt apart; empty if it has no problem, so that it is none of LEMMA's. */
  static Optional<LemmaPrompt> of(String text) {
    int problem = text.indexOf("\n<problem>\n");
    return problem < 0
        ? Optional.empty()
        : Optional.of(new LemmaPrompt(text, text.substring(0, problem)));
  }

  /**
   * What it asks for.
   *
   * @throws Declined if that is none of LEMMA's stages
   */
  Task task() throws Declined {
    if (head.startsWith("You check solutions")) {
      return head.contains("\nTypes of errors:") ? Task.CLASSIFY : Task.LOCATE;
    }
    if (head.startsWith("Play a student")) {
      return Task.INJECT;
    }
    if (head.startsWith("Somebody works on the problem")) {
      return head.contains("starts afresh") ? Task.RESTART : Task.FIX;
    }
    if (head.startsWith("Below is somebody's line of thought")) {
      return Task.SMOOTH;
    }
    throw new Declined("no rule for such a request");
  }

  /**
   * What a section holds.
   *
   * @throws Declined if there is not one such section
   */
  String section(String name) throws Declined {
    String opening = "\n<" + name + ">\n";
    String closing = "\n</" + name + ">";
    int start = text.indexOf(opening);
    int end = text.indexOf(closing);
    boolean isOne =
        start >= 0
            && start == text.lastIndexOf(opening)
            && end >= start + opening.length()
            && end == text.lastIndexOf(closing);
    if (!isOne) {
      throw new Declined("expected one section " + name);
    }
    return text.substring(start + opening.length(), end);
  }

  /** Whether the answer is wanted as JSON. */
  boolean wantsJson() {
    int end = text.lastIndexOf("\n</attempt>");
    return text.substring(Math.max(end, 0)).contains("\nAnswer with a JSON object");
  }

  /** The type of the error that is to be planted. */
  String type() throws Declined {
    return found(TYPE, "a type of errors");
  }

  /** The words at which a line of thought turns round. */
  String transition() throws Declined {
    return found(TRANSITION, "the words to go on with");
  }

  /** The answer to arrive at. */
  String answer() throws Declined {
    return found(LAST_SENTENCE, "the last sentence");
  }

  private String found(Pattern pattern, String what) throws Declined {
    Matcher matcher = pattern.matcher(head);
    if (!matcher.find()) {
      throw new Declined("the request does not name " + what);
    }
    return matcher.group(1);
  }
}
