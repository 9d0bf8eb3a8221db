package org.winnow.transforms.hygiene;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds keys and tokens: private keys in PEM form, tokens whose prefix tells the service, JSON web
 * tokens, and random-looking values that are assigned to a name such as {@code api_key}.
 */
final class Secrets {
  /**
   * AWS, GitHub, GitLab, OpenAI and Anthropic, Stripe, Slack, Google, Hugging Face, npm, PyPI,
   * SendGrid, JSON web tokens. Lengths are the services' own, or the least that is safe from
   * ordinary words.
   */
  private static final List<String> TOKENS =
      List.of(
          "(?:AKIA|ASIA)[0-9A-Z]{16}",
          "gh[pousr]_[A-Za-z0-9]{36,255}",
          "github_pat_[A-Za-z0-9_]{22,255}",
          "glpat-[A-Za-z0-9_-]{20,64}",
          "sk-(?=[a-z_-]{0,99}[A-Z0-9])[A-Za-z0-9_-]{32,255}",
          "[sr]k_(?:live|test)_[0-9A-Za-z]{16,255}",
          "xox[abeoprs]-[0-9A-Za-z-]{10,255}",
          "AIza[0-9A-Za-z_-]{35}",
          "ya29\\.[0-9A-Za-z_-]{20,1024}",
          "hf_[A-Za-z0-9]{30,64}",
          "npm_[A-Za-z0-9]{36}",
          "pypi-[A-Za-z0-9_-]{50,512}",
          "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}",
          "eyJ[A-Za-z0-9_-]{10,4096}\\.eyJ[A-Za-z0-9_-]{10,4096}\\.[A-Za-z0-9_-]{10,1024}");

  private static final Pattern TOKEN =
      Pattern.compile("(?<![A-Za-z0-9_-])(?:" + String.join("|", TOKENS) + ")(?![A-Za-z0-9_])");

  /** Chars of the shortest token, or of a value that is assigned. */
  private static final int SHORTEST = 15;

  private static final String BEGIN = "-----BEGIN ";
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN ((?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?)-----");

  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?i)(?:api[_-]?key|access[_-]?key|secret|token|passw(?:or)?d|credential)"
              + "[a-z_]{0,20}[\"']?\\s{0,3}(?:=>|:=|[:=])\\s{0,3}[\"']?"
              + "([A-Za-z0-9+/_.~=-]{16,512})");

  /** Bits for each character; English words have about 2.5 to 3.2 at such lengths. */
  private static final double RANDOM_BITS = 3.5;

  private Secrets() {}

  static List<Span> find(String text) {
    List<Span> spans = new ArrayList<>(privateKeys(text));
    if (!Runs.hasRun(text, SHORTEST, Runs::isOfKey)) {
      return spans;
    }
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      spans.add(new Span(token.start(), token.end()));
    }
    Matcher assignment = ASSIGNMENT.matcher(text);
    while (assignment.find()) {
      if (looksRandom(assignment.group(1))) {
        spans.add(new Span(assignment.start(1), assignment.end(1)));
      }
    }
    return spans;
  }

  /** From the first line of a key to its last, or to the end of the text if that is missing. */
  private static List<Span> privateKeys(String text) {
    List<Span> spans = new ArrayList<>();
    if (!text.contains(BEGIN)) {
      return spans;
    }
    Matcher begin = PRIVATE_KEY.matcher(text);
    int from = 0;
    while (from <= text.length() && begin.find(from)) {
      String last = "-----END " + begin.group(1) + "-----";
      int at = text.indexOf(last, begin.end());
      int end = at < 0 ? text.length() : at + last.length();
      spans.add(new Span(begin.start(), end));
      from = end;
    }
    return spans;
  }

  /** Letters and digits mixed, and hardly a character twice. */
  private static boolean looksRandom(String value) {
    return value.chars().anyMatch(Character::isDigit)
        && value.chars().anyMatch(Character::isLetter)
        && entropy(value) >= RANDOM_BITS;
  }

  /** Shannon entropy of the characters of a text, in bits for each. */
  private static double entropy(String text) {
    int[] counts = new int[128];
    text.chars().forEach(c -> counts[c]++);
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / text.length();
        bits -= share * StrictMath.log(share) / StrictMath.log(2);
      }
    }
    return bits;
  }
}
