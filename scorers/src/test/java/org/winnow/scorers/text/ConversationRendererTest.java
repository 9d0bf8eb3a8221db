package org.winnow.scorers.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

class ConversationRendererTest {
  @Test
  void findsAContentThatOccursInTheTemplateToo() {
    assertThat(responses(ChatTemplateTest.CHATML, "user", "assistant", "user", "user"))
        .containsExactly("assistant", "user");
  }

  @ParameterizedTest
  @ValueSource(strings = {" yes\n", "yes", "\t", "", "[eot]", "<|im_end|>"})
  void findsContentsStrippedOrNot(String answer) {
    assertThat(responses(ChatTemplateTest.CHATML, "q", answer)).containsExactly(answer);
    assertThat(responses(ChatTemplateTest.HEADERS, "q ", answer)).containsExactly(answer.strip());
    assertThat(responses(ChatTemplateTest.INSTRUCT, "q", answer)).containsExactly(answer.strip());
  }

  @Test
  void allowsATemplateToMoveTheSystemMessage() {
    List<Message> messages =
        List.of(
            new Message(Role.SYSTEM, "Be kind."),
            new Message(Role.USER, "q1"),
            new Message(Role.ASSISTANT, "a1"));

    RenderedConversation found = render(ChatTemplateTest.CHATML, messages).orElseThrow();

    assertThat(found.responses()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for m in messages %}{{ m.content | upper }};{% endfor %}",
        "{% for m in messages %}{% if m.role == 'user' %}{{ m.content }};{% endif %}{% endfor %}",
        "{% for m in messages %}{{ m.content }}{{ m.content }};{% endfor %}",
        "{% for m in messages %}{{ m.content.split('b')[0] }};{% endfor %}"
      })
  void findsNothingWhereTheTemplateAltersContents(String template) {
    assertThat(render(template, ChatTemplateTest.talk("abc", "abc"))).isEmpty();
  }

  @Property(tries = 200)
  void contentsComeBackWhateverTheyAre(@ForAll @Size(max = 4) List<String> contents) {
    String[] turns = contents.toArray(String[]::new);
    RenderedConversation found = render(ChatTemplateTest.CHATML, messages(turns)).orElseThrow();

    for (int i = 0; i < found.responses().size(); i++) {
      RenderedConversation.Span span = found.responses().get(i);
      assertThat(found.text().substring(span.start(), span.end())).isEqualTo(turns[2 * i + 1]);
    }
  }

  private static List<String> responses(String template, String... turns) {
    RenderedConversation found = render(template, messages(turns)).orElseThrow();
    return found.responses().stream()
        .map(span -> found.text().substring(span.start(), span.end()))
        .toList();
  }

  private static Optional<RenderedConversation> render(String template, List<Message> messages) {
    return new ConversationRenderer(ChatTemplateTest.template(template)).render(messages);
  }

  private static List<Message> messages(String... turns) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < turns.length; i++) {
      messages.add(new Message(i % 2 == 0 ? Role.USER : Role.ASSISTANT, turns[i]));
    }
    return messages;
  }
}
