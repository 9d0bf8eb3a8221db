package org.winnow.synth.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A formula in LaTeX, or written plainly, as an expression with every operator and bracket spelled
 * out: {@code 2x^2} becomes {@code 2*((V0)^(2))}.
 *
 * @param text operators {@code + - * / ^}, parentheses, decimals, variables {@code V0, V1 ...}, the
 *     constants {@code PI} and {@code EULER}, functions in capitals
 * @param variables names of the variables as the formula has them; the i-th is {@code Vi}
 */
record LatexExpression(String text, List<String> variables) {
  static final int LONGEST = 300;

  /** Functions of one argument, and what they are in the expression. */
  static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("sin", "SINR"),
          Map.entry("cos", "COSR"),
          Map.entry("tan", "TANR"),
          Map.entry("arcsin", "ASINR"),
          Map.entry("arccos", "ACOSR"),
          Map.entry("arctan", "ATANR"),
          Map.entry("ln", "LOG"),
          Map.entry("log", "LOG10"),
          Map.entry("abs", "ABS"));

  private static final Map<String, String> CONSTANTS = Map.of("pi", "PI", "e", "EULER");

  private static final Set<String> GREEK =
      Set.of(
          "alpha", "beta", "gamma", "delta", "epsilon", "theta", "lambda", "mu", "rho", "sigma",
          "tau", "phi", "varphi", "omega");

  /**
   * Reads a formula.
   *
   * @param formula normalised by {@link AnswerText}
   * @throws UnreadableException if it is longer than {@value #LONGEST} characters or says anything
   *     that is not in the tables
   */
  static LatexExpression read(String formula) throws UnreadableException {
    if (formula.length() > LONGEST) {
      throw new UnreadableException("too long");
    }
    Reader reader = new Reader(formula);
    String text = reader.sum();
    reader.expectEnd();
    return new LatexExpression(text, List.copyOf(reader.variables));
  }

  /** Whether the formula is one variable and nothing else. */
  boolean isVariable() {
    return text.equals("V0");
  }

  /** Reads by descent; each method leaves the position behind what it has read. */
  private static final class Reader {
    private static final Pattern NUMERIC_FRACTION =
        Pattern.compile("\\\\frac ?(?:\\{\\d+\\} ?\\{\\d+\\}|\\d\\d)");

    private static final int LONGEST_RUN_OF_VARIABLES = 3;

    private final String formula;
    private final List<String> variables = new ArrayList<>();
    private int position;

    Reader(String formula) {
      this.formula = formula;
    }

    String sum() throws UnreadableException {
      StringBuilder sum = new StringBuilder(product());
      while (peek() == '+' || peek() == '-') {
        sum.append(formula.charAt(position++)).append(product());
      }
      return sum.toString();
    }

    private String product() throws UnreadableException {
      StringBuilder product = new StringBuilder(signed());
      while (true) {
        char next = peek();
        if (next == '*' || next == '/') {
          position++;
          product.append(next).append(signed());
        } else if (startsFactor(next)) {
          product.append('*').append(power());
        } else {
          return product.toString();
        }
      }
    }

    /** A number behind something, as in {@code x 2}, is a slip and no factor. */
    private boolean startsFactor(char next) {
      return Character.isLetter(next) || next == '(' || next == '{' || next == '\\';
    }

    private String signed() throws UnreadableException {
      char sign = peek();
      if (sign != '-' && sign != '+') {
        return power();
      }
      position++;
      return sign == '-' ? "(0-" + signed() + ")" : signed();
    }

    private String power() throws UnreadableException {
      return powerOf(atom());
    }

    private String powerOf(String base) throws UnreadableException {
      if (peek() != '^') {
        return base;
      }
      position++;
      return "((" + base + ")^(" + signed() + "))";
    }

    private String atom() throws UnreadableException {
      char next = peek();
      if (next == '(' || next == '{') {
        return "(" + group(next, next == '(' ? ')' : '}') + ")";
      }
      if (next == '|') {
        return "ABS(" + group('|', '|') + ")";
      }
      if (isDigit(next) || next == '.') {
        return number();
      }
      if (next == '\\') {
        position++;
        return command(letters());
      }
      if (Character.isLetter(next)) {
        return lettersOrCommand();
      }
      throw unexpected();
    }

    private String number() throws UnreadableException {
      int start = position;
      while (position < formula.length()
          && (isDigit(formula.charAt(position)) || formula.charAt(position) == '.')) {
        position++;
      }
      String number = formula.substring(start, position);
      if (number.indexOf('.') != number.lastIndexOf('.') || number.equals(".")) {
        throw unexpected();
      }
      boolean whole = number.indexOf('.') < 0;
      if (whole && peek() == '\\' && isNumericFraction()) {
        return "(" + number + "+" + atom() + ")";
      }
      return number;
    }

    /** {@code 1\frac{1}{2}} is a mixed number, {@code 2\frac{x}{2}} a product. */
    private boolean isNumericFraction() {
      return NUMERIC_FRACTION.matcher(formula).region(position, formula.length()).lookingAt();
    }

    private String lettersOrCommand() throws UnreadableException {
      int start = position;
      String run = letters();
      if (run.equals("sqrt") || run.equals("pi") || FUNCTIONS.containsKey(run)) {
        return command(run);
      }
      if (run.length() > LONGEST_RUN_OF_VARIABLES) {
        throw new UnreadableException("a word");
      }
      position = start + 1;
      return variable(run.substring(0, 1));
    }

    private String command(String name) throws UnreadableException {
      if (FUNCTIONS.containsKey(name)) {
        return function(name);
      }
      if (CONSTANTS.containsKey(name)) {
        return CONSTANTS.getOrDefault(name, "");
      }
      if (GREEK.contains(name)) {
        return variable("\\" + name);
      }
      return switch (name) {
        case "frac" -> "((" + argument() + ")/(" + argument() + "))";
        case "sqrt" -> root();
        default -> throw new UnreadableException("command");
      };
    }

    private String root() throws UnreadableException {
      String degree = peek() == '[' ? group('[', ']') : "2";
      return "((" + argument() + ")^(1/(" + degree + ")))";
    }

    private String function(String name) throws UnreadableException {
      String function = FUNCTIONS.getOrDefault(name, "");
      if (peek() == '_' && name.equals("log")) {
        position++;
        String base = argument();
        return "(LOG(" + operand() + ")/LOG(" + base + "))";
      }
      if (peek() != '^') {
        return function + "(" + operand() + ")";
      }
      position++;
      String exponent = argument();
      if (exponent.equals("((0-1))")) {
        return inverse(name) + "(" + operand() + ")";
      }
      return "((" + function + "(" + operand() + "))^(" + exponent + "))";
    }

    /** {@code \\sin^{-1}} is the inverse, whatever other exponents of a function are. */
    private static String inverse(String name) throws UnreadableException {
      String inverse = FUNCTIONS.get("arc" + name);
      if (inverse == null) {
        throw new UnreadableException("inverse of " + name);
      }
      return inverse;
    }

    /** What a function without brackets applies to: {@code 2x} in {@code \sin 2x + 1}. */
    private String operand() throws UnreadableException {
      if (peek() == '(' || peek() == '{' || peek() == '|') {
        return atom();
      }
      StringBuilder operand = new StringBuilder(power());
      while (Character.isLetter(peek()) && !isFunctionNext()) {
        operand.append('*').append(power());
      }
      return operand.toString();
    }

    private boolean isFunctionNext() {
      int start = position;
      String run = letters();
      position = start;
      return FUNCTIONS.containsKey(run);
    }

    /**
     * What follows {@code \frac}, {@code \sqrt} or an index: a group, a command or one character.
     */
    private String argument() throws UnreadableException {
      char next = peek();
      if (next == '{' || next == '\\' || next == '(') {
        return atom();
      }
      if (!Character.isLetterOrDigit(next)) {
        throw unexpected();
      }
      if (isDigit(next)) {
        position++;
        return String.valueOf(next);
      }
      return lettersOrCommand();
    }

    private String group(char opener, char closer) throws UnreadableException {
      if (peek() != opener) {
        throw unexpected();
      }
      position++;
      String inner = sum();
      if (peek() != closer) {
        throw unexpected();
      }
      position++;
      return inner;
    }

    private String variable(String name) throws UnreadableException {
      if (CONSTANTS.containsKey(name)) {
        return CONSTANTS.getOrDefault(name, "");
      }
      String full = name;
      if (peek() == '_') {
        position++;
        full += "_" + subscript();
      }
      if (!variables.contains(full)) {
        variables.add(full);
      }
      return "V" + variables.indexOf(full);
    }

    private String subscript() throws UnreadableException {
      int start = position;
      if (peek() == '{') {
        int close = Braces.close(formula, position);
        if (close < 0) {
          throw unexpected();
        }
        position = close + 1;
        return formula.substring(start + 1, close).strip();
      }
      if (!Character.isLetterOrDigit(peek())) {
        throw unexpected();
      }
      position++;
      return formula.substring(position - 1, position);
    }

    private String letters() {
      int start = position;
      while (position < formula.length() && Character.isLetter(formula.charAt(position))) {
        position++;
      }
      return formula.substring(start, position);
    }

    void expectEnd() throws UnreadableException {
      if (peek() != 0) {
        throw unexpected();
      }
    }

    private static boolean isDigit(char found) {
      return found >= '0' && found <= '9';
    }

    private char peek() {
      while (position < formula.length() && formula.charAt(position) == ' ') {
        position++;
      }
      return position < formula.length() ? formula.charAt(position) : 0;
    }

    private UnreadableException unexpected() {
      return new UnreadableException("no formula at character " + position);
    }
  }
}
