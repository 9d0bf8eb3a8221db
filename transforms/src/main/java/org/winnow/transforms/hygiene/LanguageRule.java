package org.winnow.transforms.hygiene;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import org.winnow.schemas.Message;

/**
 * The conversation is in one of some languages.
 *
 * <p>The first {@value #CHARS_OF_PART} characters of what users say and as many of what the
 * assistant says are judged together. The detector spreads its confidence over a hundred languages,
 * so its numbers mean little by themselves; what counts is {@code a / (a + b)}, with a the
 * confidence in the likeliest allowed language and b that in the likeliest other one. At one half
 * the rule asks that an allowed language is the likeliest of all. Short texts are guesses: below
 * {@code minChars} every text keeps the rule.
 *
 * @param allowed codes as the recipe writes them, such as {@code en} or {@code eng}; at least one
 * @param minProbability from 0 to 1
 * @param minChars characters that a text must have to be judged
 */
public record LanguageRule(List<String> allowed, double minProbability, long minChars)
    implements RowRule {
  /** The reason in rejections. */
  public static final String OTHER_LANGUAGE = "other_language";

  private static final int CHARS_OF_PART = 250;

  public LanguageRule {
    allowed = List.copyOf(allowed);
    if (allowed.isEmpty()) {
      throw new IllegalArgumentException("expected at least one language");
    }
    for (String code : allowed) {
      if (Languages.named(code).isEmpty()) {
        throw new IllegalArgumentException("unknown language '" + code + "'");
      }
    }
  }

  @Override
  public Check open() {
    Set<String> wanted = new HashSet<>();
    allowed.forEach(code -> wanted.addAll(Languages.named(code)));
    LanguageDetectorME detector = Languages.detector();
    return messages -> check(judged(messages), wanted, detector);
  }

  @Override
  public String shown() {
    return "language " + String.join(" or ", allowed);
  }

  private Optional<Finding> check(String text, Set<String> wanted, LanguageDetectorME detector) {
    if (text.codePointCount(0, text.length()) < minChars || text.isBlank()) {
      return Optional.empty();
    }
    Optional<Language> inside = Optional.empty();
    Optional<Language> outside = Optional.empty();
    for (Language language : detector.predictLanguages(text)) { // the likeliest first
      if (wanted.contains(language.getLang())) {
        inside = inside.or(() -> Optional.of(language));
      } else {
        outside = outside.or(() -> Optional.of(language));
      }
    }
    if (inside.isEmpty() || outside.isEmpty()) {
      return Optional.empty();
    }
    double in = inside.get().getConfidence();
    double out = outside.get().getConfidence();
    double probability = in / (in + out);
    return probability >= minProbability
        ? Optional.empty()
        : Finding.unwanted(
            OTHER_LANGUAGE,
            String.format(
                Locale.ROOT,
                "%s rather than %s, whose probability is %.3f",
                outside.get().getLang(),
                inside.get().getLang(),
                probability));
  }

  /** The beginning of both sides of the conversation. */
  private static String judged(List<Message> messages) {
    List<String> parts = new ArrayList<>();
    for (SamplePart part : List.of(SamplePart.PROMPT, SamplePart.RESPONSE)) {
      String text = String.join("\n", part.texts(messages));
      int end = Math.min(CHARS_OF_PART, text.codePointCount(0, text.length()));
      parts.add(text.substring(0, text.offsetByCodePoints(0, end)));
    }
    return String.join("\n", parts);
  }
}
