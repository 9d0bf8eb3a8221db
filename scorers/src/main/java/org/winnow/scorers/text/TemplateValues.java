package org.winnow.scorers.text;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.lib.fn.MacroFunction;
import com.hubspot.jinjava.util.ForLoop;
import java.beans.FeatureDescriptor;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELException;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * What a template may touch: keys of maps, items of lists, the loop variable, and the methods of
 * Python's str, dict and list that chat templates use. Every other object is closed, so a template
 * reaches no Java class.
 */
final class TemplateValues extends ELResolver {
  private static final ELResolver STANDARD = JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY;
  private static final Set<String> LOOP =
      Set.of("index", "index0", "first", "last", "length", "revindex", "revindex0", "depth");
  private static final Set<String> MAP_METHODS = Set.of("get", "items", "keys", "values");
  private static final Set<String> LIST_METHODS = Set.of("append");

  @Override
  public @Nullable Object getValue(ELContext context, Object base, Object property) {
    if (base instanceof ForLoop && !LOOP.contains(String.valueOf(property))) {
      throw new ELException("loop." + property + " is not supported");
    }
    boolean open =
        base instanceof Map
            || base instanceof List
            || base instanceof ForLoop
            || base instanceof String && property instanceof Number;
    if (!open) {
      // Undefined, not an error: the interpreter asks so before it invokes a method, too.
      context.setPropertyResolved(true);
      return null;
    }
    return STANDARD.getValue(context, base, property);
  }

  @Override
  public @Nullable Object invoke(
      ELContext context,
      Object base,
      Object method,
      Class<?> @Nullable [] types,
      Object @Nullable [] arguments) {
    String name = String.valueOf(method);
    Object[] given = arguments == null ? new Object[0] : arguments;
    if (base instanceof CharSequence text) {
      context.setPropertyResolved(true);
      return invokeText(text.toString(), name, given);
    }
    boolean open =
        base instanceof Filter
            || base instanceof ExpTest
            || base instanceof MacroFunction
            || base instanceof Map && MAP_METHODS.contains(name)
            || base instanceof List && LIST_METHODS.contains(name);
    if (!open) {
      throw new ELException(
          "a template cannot call '" + name + "' of " + base.getClass().getSimpleName());
    }
    return STANDARD.invoke(context, base, method, types, arguments);
  }

  private static Object invokeText(String text, String method, Object[] arguments) {
    if (arguments.length == 0) {
      return switch (method) {
        case "strip" -> text.strip();
        case "lstrip" -> text.stripLeading();
        case "rstrip" -> text.stripTrailing();
        case "upper" -> text.toUpperCase(Locale.ROOT);
        case "lower" -> text.toLowerCase(Locale.ROOT);
        case "split" -> List.of(text.strip().split("\\s+"));
        default -> throw unknown(method, 0);
      };
    }
    String first = String.valueOf(arguments[0]);
    if (arguments.length == 1) {
      return switch (method) {
        case "startswith" -> text.startsWith(first);
        case "endswith" -> text.endsWith(first);
        case "split" -> List.of(text.split(Pattern.quote(first), -1));
        case "strip" -> stripLeft(stripRight(text, first), first);
        case "lstrip" -> stripLeft(text, first);
        case "rstrip" -> stripRight(text, first);
        default -> throw unknown(method, 1);
      };
    }
    if (method.equals("replace") && arguments.length == 2) {
      return text.replace(first, String.valueOf(arguments[1]));
    }
    throw unknown(method, arguments.length);
  }

  private static String stripLeft(String text, String characters) {
    int from = 0;
    while (from < text.length() && characters.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    return text.substring(from);
  }

  private static String stripRight(String text, String characters) {
    int to = text.length();
    while (to > 0 && characters.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(0, to);
  }

  private static ELException unknown(String method, int arguments) {
    return new ELException(
        "the text method " + method + " with " + arguments + " arguments is not supported");
  }

  @Override
  public @Nullable Class<?> getType(ELContext context, Object base, Object property) {
    return STANDARD.getType(context, base, property);
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {
    throw new ELException("a template cannot assign to '" + property + "'");
  }

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public @Nullable Iterator<FeatureDescriptor> getFeatureDescriptors(
      ELContext context, Object base) {
    return null;
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, Object base) {
    return Object.class;
  }
}
