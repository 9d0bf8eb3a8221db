package org.winnow.synth.answer;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of units and things that stand behind a number, in one form. */
final class Units {
  /** Short forms, and the word that each stands for. */
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("mm", "millimeter"),
          Map.entry("cm", "centimeter"),
          Map.entry("m", "meter"),
          Map.entry("km", "kilometer"),
          Map.entry("in", "inch"),
          Map.entry("inches", "inch"),
          Map.entry("ft", "foot"),
          Map.entry("feet", "foot"),
          Map.entry("yd", "yard"),
          Map.entry("mi", "mile"),
          Map.entry("mg", "milligram"),
          Map.entry("g", "gram"),
          Map.entry("kg", "kilogram"),
          Map.entry("lb", "pound"),
          Map.entry("lbs", "pound"),
          Map.entry("oz", "ounce"),
          Map.entry("ml", "milliliter"),
          Map.entry("l", "liter"),
          Map.entry("s", "second"),
          Map.entry("sec", "second"),
          Map.entry("secs", "second"),
          Map.entry("min", "minute"),
          Map.entry("mins", "minute"),
          Map.entry("h", "hour"),
          Map.entry("hr", "hour"),
          Map.entry("hrs", "hour"),
          Map.entry("mph", "mile/hour"),
          Map.entry("kph", "kilometer/hour"),
          Map.entry("usd", "dollar"),
          Map.entry("eur", "euro"),
          Map.entry("metre", "meter"),
          Map.entry("kilometre", "kilometer"),
          Map.entry("centimetre", "centimeter"),
          Map.entry("litre", "liter"));

  /** Currency signs. The pound's name keeps it apart from the weight. */
  private static final Map<Character, String> CURRENCIES =
      Map.of('$', "dollar", '€', "euro", '£', "pound sterling", '¥', "yen", '₹', "rupee");

  private static final Set<String> JOINING = words("of a an to at by on the");

  /** Words that change the number before them, which is then not the number that is meant. */
  private static final Set<String> NOT_UNITS =
      words(
          """
          zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
          fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
          eighty ninety hundred thousand million billion trillion dozen half halves third thirds
          quarter quarters fourth fourths fifth fifths tenth tenths squared cubed plus minus
          over divided and not hundreds thousands millions billions dozens sqrt sin cos tan log
          arcsin arccos arctan abs mod
          """);

  private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}'.-]*+(?:\\^\\{?[23]\\}?)?");

  private Units() {}

  private static Set<String> words(String separatedBySpace) {
    return Set.of(separatedBySpace.strip().split("\\s+"));
  }

  /** The unit that a currency sign stands for; empty for any other character. */
  static String ofCurrency(char sign) {
    return CURRENCIES.getOrDefault(sign, "");
  }

  /** Whether a word, or words joined by slashes, may stand in a unit. */
  static boolean isUnit(String words) {
    for (String word : words.split("/", -1)) {
      String plain = word.replaceAll("\\^.*|\\.$", "").toLowerCase(Locale.ROOT);
      boolean known = SHORT.containsKey(plain) || plain.length() >= 3 || JOINING.contains(plain);
      if (!WORD.matcher(word).matches() || !known || NOT_UNITS.contains(plain)) {
        return false;
      }
      for (String part : plain.split("-", -1)) {
        if (NOT_UNITS.contains(part)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a word is a short form, which may stand at its number without a space: {@code 5km}. */
  static boolean isShort(String word) {
    return word.length() > 1 && SHORT.containsKey(word.toLowerCase(Locale.ROOT));
  }

  /** Whether a unit may begin with a word; it does not with one that only joins others. */
  static boolean mayBegin(String word) {
    return !JOINING.contains(word.toLowerCase(Locale.ROOT));
  }

  /** One form for long and short, singular and plural. */
  static String canonical(String words) {
    StringBuilder canonical = new StringBuilder();
    for (String word : words.toLowerCase(Locale.ROOT).split("(?<=/)|(?=/)| ", -1)) {
      String plain = word.replaceAll("\\.$|[{}]", "");
      String full = SHORT.getOrDefault(plain, plain);
      boolean plural = full.length() > 3 && full.endsWith("s") && !full.endsWith("ss");
      String singular = plural ? full.substring(0, full.length() - 1) : full;
      String separator =
          canonical.isEmpty() || word.equals("/") || endsWithSlash(canonical) ? "" : " ";
      canonical.append(separator).append(SHORT.getOrDefault(singular, singular));
    }
    return canonical.toString().replace(" per ", "/");
  }

  private static boolean endsWithSlash(StringBuilder text) {
    return text.charAt(text.length() - 1) == '/';
  }
}
