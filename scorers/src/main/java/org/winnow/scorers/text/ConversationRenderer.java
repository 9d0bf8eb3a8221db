package org.winnow.scorers.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.scorers.text.RenderedConversation.Span;

/**
 * Renders conversations and finds where each message's content lies in the text.
 *
 * <p>A conversation of the same roles is rendered once with marks in place of contents. What stands
 * between the marks is the template's own text. The real rendering must then be that text with each
 * content in between, as it is or stripped of white space at its ends. This finds contents exactly
 * where searching for them would not: a content may be {@code user}, or occur twice.
 */
final class ConversationRenderer {
  private final ChatTemplate template;
  private final Map<List<Role>, Layout> layouts = new ConcurrentHashMap<>();

  ConversationRenderer(ChatTemplate template) {
    this.template = template;
  }

  /**
   * The template's own text around the contents.
   *
   * @param messages which message each gap holds, in the order of the text
   * @param literals the text before, between and after the gaps; one more than gaps
   */
  private record Layout(List<Integer> messages, List<String> literals) {}

  /**
   * The conversation's text, or empty if the template alters a content.
   *
   * @throws TemplateException if the template refuses the conversation
   */
  Optional<RenderedConversation> render(List<Message> messages) {
    Layout layout =
        layouts.computeIfAbsent(messages.stream().map(Message::role).toList(), this::layoutOf);
    String text = template.render(messages);
    List<Span> spans = new ArrayList<>();
    int at = layout.literals().get(0).length();
    if (!text.startsWith(layout.literals().get(0))) {
      return Optional.empty();
    }
    for (int gap = 0; gap < layout.messages().size(); gap++) {
      Message message = messages.get(layout.messages().get(gap));
      String after = layout.literals().get(gap + 1);
      boolean last = gap == layout.messages().size() - 1;
      Optional<Integer> end = contentEnd(text, at, message.content(), after, last);
      if (end.isEmpty()) {
        return Optional.empty();
      }
      if (message.role() == Role.ASSISTANT) {
        spans.add(new Span(at, end.get()));
      }
      at = end.get() + after.length();
    }
    long responses = messages.stream().filter(m -> m.role() == Role.ASSISTANT).count();
    return at == text.length() && spans.size() == responses
        ? Optional.of(new RenderedConversation(text, spans))
        : Optional.empty();
  }

  private static Optional<Integer> contentEnd(
      String text, int at, String content, String after, boolean last) {
    return Stream.of(content, content.strip(), content.stripLeading(), content.stripTrailing())
        .filter(form -> text.startsWith(form, at) && text.startsWith(after, at + form.length()))
        .map(form -> at + form.length())
        .filter(end -> !last || end + after.length() == text.length())
        .findFirst();
  }

  private Layout layoutOf(List<Role> roles) {
    List<Message> marked = new ArrayList<>();
    for (int i = 0; i < roles.size(); i++) {
      marked.add(new Message(roles.get(i), mark(i)));
    }
    String text = template.render(marked);
    List<Integer> found = new ArrayList<>();
    List<String> literals = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < roles.size(); i++) {
      int at = text.indexOf(mark(i), from);
      if (at >= 0) {
        literals.add(text.substring(from, at));
        found.add(i);
        from = at + mark(i).length();
      }
    }
    literals.add(text.substring(from));
    return new Layout(List.copyOf(found), List.copyOf(literals));
  }

  /** Private-use characters around a number: no template holds them, no white space to strip. */
  private static String mark(int message) {
    return "\uE0F0" + message + "\uE0F1";
  }
}
