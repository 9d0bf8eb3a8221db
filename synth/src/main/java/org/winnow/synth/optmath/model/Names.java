package org.winnow.synth.optmath.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of variables and rows that mean the same in LP and in MPS files.
 *
 * <p>At most 255 characters; a letter or {@code _} first, then letters, digits and {@code _ . , # @
 * [ ] ( ) { }}. Not a word that LP format reserves, in any case ({@code st}, {@code free}, {@code
 * max}), and not {@code e} before a digit, which some readers take for an exponent.
 */
public final class Names {
  /** Most characters of a name. */
  public static final int MAX_CHARACTERS = 255;

  private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_.,#@\\[\\](){}]*+");

  private static final Pattern EXPONENT = Pattern.compile("[eE][0-9].*+");

  private static final Set<String> RESERVED =
      Set.of(
          "max",
          "maximize",
          "maximise",
          "maximum",
          "min",
          "minimize",
          "minimise",
          "minimum",
          "subject",
          "such",
          "st",
          "s.t.",
          "st.",
          "bound",
          "bounds",
          "general",
          "generals",
          "gen",
          "integer",
          "integers",
          "int",
          "binary",
          "binaries",
          "bin",
          "semi",
          "semis",
          "sos",
          "sos1",
          "sos2",
          "free",
          "inf",
          "infinity",
          "end",
          "gencons",
          "pwlobj",
          "lazy");

  private Names() {}

  /** Whether a text is a name. */
  public static boolean isName(String text) {
    return text.length() <= MAX_CHARACTERS
        && FORM.matcher(text).matches()
        && !EXPONENT.matcher(text).matches()
        && !isReserved(text);
  }

  /** Whether LP format takes a word for the head of a section or for a bound. */
  public static boolean isReserved(String word) {
    return RESERVED.contains(word.toLowerCase(Locale.ROOT));
  }

  static String checked(String name, String what) {
    if (!isName(name)) {
      String shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
      throw new IllegalArgumentException(
          what
              + ": expected a name of at most "
              + MAX_CHARACTERS
              + " letters, digits and _.,#@[](){}, not reserved in LP format, found \""
              + shown
              + "\"");
    }
    return name;
  }

  /** A label for a model's objective that none of its rows has. */
  public static String objective(Model model) {
    Set<String> names = model.rows().stream().map(Row::name).collect(Collectors.toSet());
    StringBuilder name = new StringBuilder("obj");
    while (names.contains(name.toString())) {
      name.append('_');
    }
    return name.toString();
  }
}
