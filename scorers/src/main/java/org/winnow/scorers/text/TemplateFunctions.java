package org.winnow.scorers.text;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What Hugging Face adds to Jinja for chat templates. Public because the interpreter reflects. */
public final class TemplateFunctions {
  private TemplateFunctions() {}

  /** The function by which a template refuses a conversation. */
  public static Object raise(String message) {
    throw new TemplateException(message);
  }

  /** {@code tojson} with the spacing of Python's json.dumps, non-ASCII characters kept. */
  static final class ToJson implements Filter {
    @Override
    public String getName() {
      return "tojson";
    }

    @Override
    public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
      if (arguments.length > 0) {
        throw new TemplateException("tojson with arguments is not supported");
      }
      StringBuilder json = new StringBuilder();
      append(json, value);
      return json.toString();
    }

    private static void append(StringBuilder json, Object value) {
      if (value instanceof Map<?, ?> map) {
        List<String> fields = new ArrayList<>();
        map.forEach((key, field) -> fields.add(quoted(key.toString()) + ": " + toJson(field)));
        json.append('{').append(String.join(", ", fields)).append('}');
      } else if (value instanceof Iterable<?> list) {
        List<String> items = new ArrayList<>();
        list.forEach(item -> items.add(toJson(item)));
        json.append('[').append(String.join(", ", items)).append(']');
      } else if (value == null || value instanceof Number || value instanceof Boolean) {
        json.append(value);
      } else {
        json.append(quoted(value.toString()));
      }
    }

    private static String toJson(Object value) {
      StringBuilder json = new StringBuilder();
      append(json, value);
      return json.toString();
    }

    private static String quoted(String text) {
      StringBuilder json = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        switch (c) {
          case '"' -> json.append("\\\"");
          case '\\' -> json.append("\\\\");
          case '\n' -> json.append("\\n");
          case '\r' -> json.append("\\r");
          case '\t' -> json.append("\\t");
          case '\b' -> json.append("\\b");
          case '\f' -> json.append("\\f");
          default -> {
            if (c < ' ') {
              json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
              json.append(c);
            }
          }
        }
      }
      return json.append('"').toString();
    }
  }

  /** {@code iterable} and {@code sequence} hold for text too, as in Python. */
  record Iterates(String name) implements ExpTest {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean evaluate(Object value, JinjavaInterpreter interpreter, Object... arguments) {
      return value instanceof CharSequence || value instanceof Iterable || value instanceof Map;
    }
  }

  /** {@code generation} marks what the model writes; it changes nothing in the text. */
  static final class Generation implements Tag {
    private static final long serialVersionUID = 1L;

    @Override
    public String getName() {
      return "generation";
    }

    @Override
    public String getEndTagName() {
      return "endgeneration";
    }

    @Override
    public String interpret(TagNode node, JinjavaInterpreter interpreter) {
      StringBuilder text = new StringBuilder();
      for (Node child : node.getChildren()) {
        text.append(child.render(interpreter).getValue());
      }
      return text.toString();
    }
  }
}
