package org.winnow.synth.optmath.problems;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.winnow.synth.optmath.model.NumberText;

/**
 * How a class is said in English, and read back.
 *
 * <p>A text is the story, which tells what is decided, what it is good for and what has to hold,
 * then the size of each set, then each table, one clause for each entry. Reading looks for the
 * clauses, wherever they stand; the story is not read, since it is the same for all instances.
 *
 * @param story the problem without its numbers; line breaks become spaces
 * @param nouns the sets
 * @param fields the numbers
 */
public record ProblemText(String story, List<Noun> nouns, List<Field> fields) {
  private static final int MAX_CHARACTERS = 4_000_000;

  private static final int MAX_MEMBERS = 10_000;

  private static final String NUMBER = "(-?[0-9]++(?:\\.[0-9]++)?+(?:E[+-]?[0-9]++)?+)";

  private static final String LETTERS = "([A-Z]{1,3}+)(?![A-Za-z0-9])";

  public ProblemText {
    story = ProblemClass.oneLine(story);
    nouns = List.copyOf(nouns);
    fields = List.copyOf(fields);
  }

  Field field(String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    throw new IllegalArgumentException("no field " + name);
  }

  /** An instance in words. All of its numbers are in the text, as {@link NumberText} has them. */
  public String say(ProblemData data) {
    StringBuilder text = new StringBuilder(story).append("\n\n");
    for (Noun noun : nouns) {
      int size = data.size(noun.name());
      text.append("There are ").append(size).append(' ').append(noun.plural()).append(": ");
      for (int i = 0; i < size; i++) {
        text.append(i == 0 ? "" : i == size - 1 ? " and " : ", ").append(ProblemData.letters(i));
      }
      text.append(".\n");
    }
    for (Field field : fields) {
      sayField(text, field, data);
    }
    return text.toString();
  }

  /** A sentence for each member of the outermost set. */
  private static void sayField(StringBuilder text, Field field, ProblemData data) {
    int[] sizes = field.sets().stream().mapToInt(data::size).toArray();
    int[] members = new int[sizes.length];
    int inSentence = 0;
    boolean more = true;
    while (more) {
      if (data.has(field.name(), members)) {
        text.append(inSentence == 0 ? "" : "; ");
        String clause = clause(field, members, data.value(field.name(), members));
        text.append(inSentence == 0 ? upperCase(clause.charAt(0)) : clause.charAt(0));
        text.append(clause, 1, clause.length());
        inSentence++;
      }
      int turned = members.length - 1;
      while (turned >= 0 && ++members[turned] == sizes[turned]) {
        members[turned] = 0;
        turned--;
      }
      more = turned >= 0;
      // A list over one set is one sentence; a table over several has one for each outermost
      // member.
      boolean ends = !more || (turned == 0 && members.length > 1);
      if (ends && inSentence > 0) {
        text.append(".\n");
        inSentence = 0;
      }
    }
  }

  private static char upperCase(char letter) {
    return Character.toUpperCase(letter);
  }

  private static String clause(Field field, int[] members, double value) {
    String clause = field.sentence();
    for (int i = 0; i < members.length; i++) {
      String member = field.sets().get(i) + " " + ProblemData.letters(members[i]);
      clause = clause.replace("{" + i + "}", member);
    }
    return clause.replace("#", NumberText.of(value));
  }

  /**
   * An instance out of its text.
   *
   * @throws ProblemTextException if the size of a set or an entry of a full table is missing, or if
   *     something is said twice or of a member that there is not
   */
  public ProblemData read(String text) throws ProblemTextException {
    if (text.length() > MAX_CHARACTERS) {
      throw new ProblemTextException("expected at most " + MAX_CHARACTERS + " characters");
    }
    ProblemData.Builder data = new ProblemData.Builder(this);
    for (Noun noun : nouns) {
      data.size(noun.name(), readSize(noun, text));
    }
    for (Field field : fields) {
      checkCells(field, data);
    }
    for (Field field : fields) {
      readField(field, text, data);
    }
    return data.build();
  }

  /** Looks before tables are made: a table over a set with itself has the square of its size. */
  private static void checkCells(Field field, ProblemData.Builder data)
      throws ProblemTextException {
    long cells = 1;
    for (String set : field.sets()) {
      cells *= data.size(set);
      if (cells > MAX_CHARACTERS) {
        throw new ProblemTextException("expected sets of a size that a text can say");
      }
    }
  }

  private static int readSize(Noun noun, String text) throws ProblemTextException {
    Matcher matcher =
        Pattern.compile("There are ([0-9]{1,5}+) " + Pattern.quote(noun.plural()) + ":")
            .matcher(text);
    if (!matcher.find()) {
      throw new ProblemTextException("expected the number of " + noun.plural());
    }
    int size = Integer.parseInt(matcher.group(1));
    if (size < 1 || size > MAX_MEMBERS || matcher.find()) {
      throw new ProblemTextException(
          "expected one number of " + noun.plural() + ", from 1 to " + MAX_MEMBERS);
    }
    return size;
  }

  private static void readField(Field field, String text, ProblemData.Builder data)
      throws ProblemTextException {
    Matcher matcher = pattern(field).matcher(text);
    int[] order = order(field);
    while (matcher.find()) {
      int[] members = new int[field.sets().size()];
      double value = 1;
      for (int group = 1; group <= matcher.groupCount(); group++) {
        if (order[group - 1] < 0) {
          value = Double.parseDouble(matcher.group(group));
        } else {
          members[order[group - 1]] = ProblemData.member(matcher.group(group));
        }
      }
      try {
        if (data.has(field.name(), members)) {
          throw new ProblemTextException("said twice: " + matcher.group());
        }
        data.put(field.name(), value, members);
      } catch (IllegalArgumentException e) {
        throw new ProblemTextException(matcher.group() + ": " + e.getMessage());
      }
    }
    if (field.kind() == Field.Kind.FULL && data.missing(field) > 0) {
      throw new ProblemTextException(
          "expected all entries of " + field.name() + ", missing " + data.missing(field));
    }
  }

  /** What each slot of a sentence stands for, from left to right: a set's place, or -1 for #. */
  private static int[] order(Field field) {
    return field
        .sentence()
        .chars()
        .filter(c -> c == '#' || Character.isDigit(c))
        .map(c -> c == '#' ? -1 : c - '0')
        .toArray();
  }

  private static Pattern pattern(Field field) {
    StringBuilder pattern = new StringBuilder("(?<![A-Za-z0-9])");
    String sentence = field.sentence();
    boolean first = true;
    for (int i = 0; i < sentence.length(); i++) {
      char c = sentence.charAt(i);
      if (c == '#') {
        pattern.append(NUMBER);
      } else if (c == '{') {
        String set = field.sets().get(sentence.charAt(i + 1) - '0');
        append(pattern, set.charAt(0), first);
        pattern.append(Pattern.quote(set.substring(1) + " ")).append(LETTERS);
        i += 2;
      } else {
        append(pattern, c, first);
      }
      first = false;
    }
    return Pattern.compile(pattern.append("(?![A-Za-z0-9])").toString());
  }

  /** A clause may begin a sentence. */
  private static void append(StringBuilder pattern, char c, boolean first) {
    if (first) {
      pattern.append('[').append(c).append(upperCase(c)).append(']');
    } else {
      pattern.append(Pattern.quote(String.valueOf(c)));
    }
  }
}
