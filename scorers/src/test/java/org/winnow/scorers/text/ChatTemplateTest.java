package org.winnow.scorers.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.checkpoint.TokenizerSettings;

class ChatTemplateTest {
  static final String CHATML =
      """
      {% for message in messages %}
          {% if loop.first and messages[0]['role'] != 'system' %}
      {{- '<|im_start|>system\\nBe brief.<|im_end|>\\n' }}
          {% endif %}
      {{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}
      {%- endfor %}
      {% if add_generation_prompt %}
      {{ '<|im_start|>assistant\\n' }}
      {% endif %}
      """;

  static final String HEADERS =
      "{{ bos_token }}{%- if not date is defined %}{%- set date = '1 Jan' %}{%- endif %}"
          + "{%- for message in messages %}{{- '[' + message['role'] + ']\\n\\n' }}"
          + "{{- message['content'] | trim + '[eot]' }}{%- endfor %}";

  static final String INSTRUCT =
      "{%- if messages[0]['role'] == 'system' %}{%- set system = messages[0]['content'] %}"
          + "{%- set turns = messages[1:] %}{%- else %}{%- set turns = messages %}{%- endif %}"
          + "{{- bos_token }}{%- for turn in turns %}"
          + "{%- if (turn['role'] == 'user') != (loop.index0 % 2 == 0) %}"
          + "{{- raise_exception('roles must alternate') }}{%- endif %}"
          + "{%- if turn['role'] == 'user' %}"
          + "{%- if loop.last and system is defined %}{{- '[INST] ' + system + '\\n\\n' + "
          + "turn['content'] + '[/INST]' }}"
          + "{%- else %}{{- '[INST] ' + turn['content'] + '[/INST]' }}{%- endif %}"
          + "{%- else %}{{- ' ' + turn['content'].strip() + eos_token }}{%- endif %}{%- endfor %}";

  @Test
  void rendersChatMl() {
    assertThat(template(CHATML).render(talk("hi", "yo")))
        .isEqualTo(
            "<|im_start|>system\nBe brief.<|im_end|>\n\n<|im_start|>user\nhi<|im_end|>\n"
                + "<|im_start|>assistant\nyo<|im_end|>\n");
  }

  @Test
  void rendersHeadersAndTrims() {
    assertThat(template(HEADERS).render(talk(" hi \n", "yo")))
        .isEqualTo("<s>[user]\n\nhi[eot][assistant]\n\nyo[eot]");
  }

  @Test
  void rendersAlternatingTurnsAndRefusesOthers() {
    ChatTemplate template = template(INSTRUCT);

    assertThat(template.render(talk("hi", " yo "))).isEqualTo("<s>[INST] hi[/INST] yo</s>");
    assertThatThrownBy(() -> template.render(List.of(new Message(Role.ASSISTANT, "yo"))))
        .isInstanceOf(TemplateException.class)
        .hasMessage("roles must alternate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "{%- set ns = namespace(n=0) %}{%- for m in messages %}{%- set ns.n = ns.n + 1 %}"
            + "{%- endfor %}{{ ns.n }} @ 2",
        "{{ messages | length }}{{ messages[-1].role }} @ 2assistant",
        "{{ tools is defined }}{{ tools is none }}{% if tools %}T{% endif %} @ falsetrue",
        "{{ messages[0] | tojson }} @ {\"role\": \"user\", \"content\": \"a{{ 1 }}b\"}",
        "{{ messages[0].content.startswith('a') }} @ true",
        "{{ 'xaxbx'.strip('x') }}{{ ' a '.rstrip() }}{{ 'a,b'.split(',')[1] }} @ axb ab",
        "{{ messages[0].get('name') }}{{ messages[0].name is defined }} @ false",
        "{% if not (messages[0].role == 'system') %}none{% endif %} @ none",
        "{% if 'c' not in messages[0].content and not tools %}none{% endif %} @ none",
        "{{ 'a' if messages[0]['role'] == 'user' else 'b' }} @ a",
        "{% for key, value in messages[0].items() %}{{ key }},{% endfor %} @ role,content,",
        "{{ messages[0].content is iterable }}{{ messages is mapping }} @ truefalse",
        "{% generation %}x{{ bos_token }}{% endgeneration %} @ x<s>",
        "{% macro f(x) %}<{{ x }}>{% endmacro %}{{ f('a') }} @ <a>",
        "{# a comment #}{{ messages | map(attribute='role') | join(',') }} @ user,assistant"
      })
  void knowsTheJinjaOfChatTemplates(String source, String expected) {
    assertThat(template(source).render(talk("a{{ 1 }}b", "yo"))).isEqualTo(expected);
  }

  @Test
  void blocksLeaveNoBlankLines() {
    String source = "a\n  {% if true %}\nb\n  {% endif %}\n  {# c #}\nd\n";

    assertThat(template(source).render(talk("q", "a"))).isEqualTo("a\nb\nd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ''.getClass() }}",
        "{{ messages.getClass().forName('java.lang.Runtime') }}",
        "{{ messages[0].entrySet() }}",
        "{{ ____int3rpr3t3r____.config }}",
        "{% for x in ____int3rpr3t3r____ %}{{ x }}{% endfor %}",
        "{% include 'other' %}",
        "{% for i in range(1000000000) %}x{% endfor %}{{ nothing() }}",
        "{{ messages | nosuchfilter }}",
        "{% for m in messages %}{{ loop.previtem }}{% endfor %}",
        "{{ messages[::-1] }}",
        "{% if not messages[0].role == 'user' %}x{% endif %}",
        "{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %}",
        "{{ messages is nosuchtest }}",
        "{% for m in messages %}{% for class, x in [loop] %}{{ class }}{% endfor %}{% endfor %}",
        "{% if %}"
      })
  void refusesWhatReachesOutAndWhatItDoesNotKnow(String source) {
    assertThatThrownBy(() -> template(source))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("chat template");
  }

  static ChatTemplate template(String source) {
    return ChatTemplate.of(new TokenizerSettings("<s>", "</s>", source, Set.of()));
  }

  static List<Message> talk(String question, String answer) {
    return List.of(new Message(Role.USER, question), new Message(Role.ASSISTANT, answer));
  }
}
