package org.winnow.synth.optmath.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.winnow.synth.optmath.format.LpToken.Kind;

/**
 * The words of an LP text. White space separates them, {@code \} begins a comment; signs before a
 * word, relations and colons may stand without white space.
 */
final class LpTokens {
  private static final Pattern NUMBER =
      Pattern.compile("(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?+");

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.,#@\\[\\](){}]*+");

  private static final Pattern RELATION = Pattern.compile("<=|=<|>=|=>|<|>|=");

  /** Heads of sections, at the beginning of a line, for what Winnow's models do not have. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("semi-continuous", "semi-continuous variables"),
          Map.entry("semicontinuous", "semi-continuous variables"),
          Map.entry("semi", "semi-continuous variables"),
          Map.entry("semis", "semi-continuous variables"),
          Map.entry("sos", "special ordered sets"),
          Map.entry("sos1", "special ordered sets"),
          Map.entry("sos2", "special ordered sets"),
          Map.entry("gencons", "general constraints"),
          Map.entry("pwlobj", "piecewise-linear objectives"),
          Map.entry("lazy", "lazy constraints"),
          Map.entry("multi-objectives", "several objectives"));

  private final String text;
  private final List<LpToken> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private boolean startsLine = true;

  private LpTokens(String text) {
    this.text = text;
  }

  /** The words, and behind them one of kind {@link Kind#END}. */
  static List<LpToken> of(String text) throws ModelTextException {
    LpTokens reader = new LpTokens(text);
    while (reader.skipsToWord()) {
      reader.next();
    }
    reader.tokens.add(new LpToken(Kind.END, "", 0, reader.line, true));
    return reader.tokens;
  }

  private boolean skipsToWord() {
    while (at < text.length()) {
      char here = text.charAt(at);
      if (here == '\n') {
        line++;
        startsLine = true;
      } else if (here == '\\') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
        continue;
      } else if (!isSpace(here)) {
        return true;
      }
      at++;
    }
    return false;
  }

  private void next() throws ModelTextException {
    char here = text.charAt(at);
    if (here == '+' || here == '-') {
      refuse(text.startsWith("->", at), "indicator rows");
      add(here == '+' ? Kind.PLUS : Kind.MINUS, 1, 0);
      return;
    }
    if (here == ':') {
      refuse(text.startsWith(":=", at), "\":=\"");
      add(Kind.COLON, 1, 0);
      return;
    }
    Matcher relation = at(RELATION);
    if (relation.lookingAt()) {
      add(Kind.RELATION, relation.end() - relation.start(), 0);
      return;
    }
    refuse(here == '[' || here == '^' || here == '*' || here == ']', "quadratic parts");
    refuseHead();
    Matcher number = at(NUMBER);
    if (number.lookingAt()) {
      double value = Double.parseDouble(number.group());
      if (Double.isInfinite(value)) {
        throw new ModelTextException(
            line, "expected a number that a double holds, found " + excerptHere());
      }
      addSeparate(Kind.NUMBER, number.end() - number.start(), value);
      return;
    }
    Matcher word = at(WORD);
    if (!word.lookingAt()) {
      throw new ModelTextException(line, "expected a number or a name, found " + excerptHere());
    }
    String found = word.group().toLowerCase(Locale.ROOT);
    boolean infinite = found.equals("inf") || found.equals("infinity");
    addSeparate(
        infinite ? Kind.NUMBER : Kind.WORD,
        word.end() - word.start(),
        infinite ? Double.POSITIVE_INFINITY : 0);
  }

  private void refuseHead() throws ModelTextException {
    String what = startsLine ? REFUSED.get(chunk().toLowerCase(Locale.ROOT)) : null;
    refuse(what != null, String.valueOf(what));
  }

  private void refuse(boolean found, String what) throws ModelTextException {
    if (found) {
      throw new ModelTextException(line, what + " are not read, found " + excerptHere());
    }
  }

  /** A name with an operator in it is another name for some readers and a sum for others. */
  private void addSeparate(Kind kind, int length, double number) throws ModelTextException {
    int end = at + length;
    if (end < text.length()
        && !isSpace(text.charAt(end))
        && "\n:<>=\\".indexOf(text.charAt(end)) < 0) {
      throw new ModelTextException(
          line,
          "expected white space behind "
              + ModelTextException.excerpt(text.substring(at, end))
              + ", found "
              + excerptHere());
    }
    add(kind, length, number);
  }

  private void add(Kind kind, int length, double number) {
    tokens.add(new LpToken(kind, text.substring(at, at + length), number, line, startsLine));
    startsLine = false;
    at += length;
  }

  private Matcher at(Pattern pattern) {
    return pattern.matcher(text).region(at, text.length());
  }

  private String excerptHere() {
    return ModelTextException.excerpt(chunk());
  }

  private String chunk() {
    int end = at;
    while (end < text.length()
        && end < at + 100
        && !isSpace(text.charAt(end))
        && text.charAt(end) != '\n') {
      end++;
    }
    return text.substring(at, end);
  }

  private static boolean isSpace(char character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\f';
  }
}
