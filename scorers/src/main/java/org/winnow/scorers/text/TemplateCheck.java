package org.winnow.scorers.text;

import com.hubspot.jinjava.interpret.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds constructs that the interpreter reads differently from Python's Jinja without complaint, so
 * that they are refused instead of rendered wrongly.
 */
final class TemplateCheck {
  private static final Pattern COMMENT = Pattern.compile("\\{#.*?#}", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("\\{\\{.*?}}|\\{%.*?%}", Pattern.DOTALL);
  private static final Pattern TEXT =
      Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"", Pattern.DOTALL);
  private static final Pattern FILTER = Pattern.compile("\\|\\s*([A-Za-z_]\\w*)");
  private static final Pattern TEST = Pattern.compile("\\bis\\s+(?:not\\s+)?([A-Za-z_]\\w*)");
  private static final Pattern NOT_COMPARED =
      Pattern.compile("\\bnot\\s+(?!in\\b)[\\w.\\[\\]'\"-]+\\s*(?:==|!=|<|>|\\bin\\b)");
  private static final Pattern FILTERED_LOOP =
      Pattern.compile("^\\{%-?\\s*for\\b.*(?:\\bif\\b|\\brecursive\\b)", Pattern.DOTALL);
  private static final Pattern PAIRS =
      Pattern.compile("^\\{%-?\\s*for\\s+\\w+\\s*,.*", Pattern.DOTALL);
  private static final Pattern ITEMS =
      Pattern.compile("(?:\\.items\\(\\)|\\|\\s*(?:items|dictsort))\\s*-?%}$");
  private static final String INTERPRETER_VARIABLE = "int3rpr3t3r";

  private TemplateCheck() {}

  /** What is not supported in a template; empty if nothing was found. */
  static List<String> problems(String source, Context context) {
    List<String> problems = new ArrayList<>();
    if (source.contains(INTERPRETER_VARIABLE)) {
      problems.add("names the interpreter's own variable");
    }
    Matcher code = CODE.matcher(COMMENT.matcher(source).replaceAll(""));
    while (code.find()) {
      // Texts keep their quotes, so that a text is still seen as an operand.
      String expression = TEXT.matcher(code.group()).replaceAll("''");
      check(expression, context, problems);
    }
    return problems;
  }

  private static void check(String expression, Context context, List<String> problems) {
    if (NOT_COMPARED.matcher(expression).find()) {
      problems.add("write 'not (a == b)' for 'not a == b' in " + expression);
    }
    if (FILTERED_LOOP.matcher(expression).find()) {
      problems.add("a loop with 'if' or 'recursive' is not supported: " + expression);
    }
    // Over other things the interpreter reads the properties of Java objects.
    if (PAIRS.matcher(expression).matches() && !ITEMS.matcher(expression).find()) {
      problems.add("a loop over pairs takes them from .items(): " + expression);
    }
    Matcher filter = FILTER.matcher(expression);
    while (filter.find()) {
      if (context.getFilter(filter.group(1)) == null) {
        problems.add("unknown filter '" + filter.group(1) + "'");
      }
    }
    Matcher test = TEST.matcher(expression);
    while (test.find()) {
      if (context.getExpTest(test.group(1)) == null) {
        problems.add("unknown test '" + test.group(1) + "'");
      }
    }
  }
}
