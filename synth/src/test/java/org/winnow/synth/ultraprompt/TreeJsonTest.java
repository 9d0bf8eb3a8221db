package org.winnow.synth.ultraprompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of trees in files, and what a reader must refuse. */
class TreeJsonTest {
  private static final String TREE =
      "{'seed':{'id':'s','category':'math','text':'1+1?'},"
          + "'actions':[{'name':'a','category':'math','text':'A'}],"
          + "'settings':{'seed':7,'iterations':1,'exploration':0.1,'averaging':'mean_of_means',"
          + "'responses':2,'attempts':4,'max_characters':16000},"
          + "'nodes':[{'id':0,'parent':-1,'action':'root','instruction':'1+1?','visits':1,"
          + "'repeats':[],'responses':['2','3'],'rewards':[1.0,0.5],'mean_reward':0.75},"
          + "{'id':1,'parent':0,'action':'a','instruction':'What is 1+1?','visits':1,"
          + "'repeats':[],'responses':['2','2'],'rewards':[1.0,1.0],'mean_reward':1.0}],"
          + "'draft':null,'end':{'kind':'done','reason':'done','evidence':''}}";

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  @Test
  void writesWhatItReads() {
    SearchTree tree = TreeJson.read(quoted(TREE), "file");

    assertThat(TreeJson.write(tree)).isEqualTo(quoted(TREE));
    assertThat(tree.nodes().get(1).responses()).containsExactly("2", "2");
    assertThat(tree.path(tree.nodes().get(1))).containsExactly("a");
    assertThat(tree.iterations()).isEqualTo(1);
  }

  @Test
  void writesWhatWaits() {
    SearchTree tree =
        SearchTree.start(
            new SeedInstruction("s", "math", "1+1?"),
            List.of(new Principle("a", "math", "A")),
            new SearchSettings(7, 1, 0.1, Averaging.BY_VISITS, 1, 4, 100));

    assertThat(TreeJson.write(tree))
        .endsWith(
            quoted(
                "'nodes':[],'draft':{'parent':-1,'action':'root',"
                    + "'rewrite':{'sample':0,'failures':0,'found':'1+1?'},"
                    + "'responses':[{'sample':0,'failures':0,'found':null}],"
                    + "'rewards':[{'sample':0,'failures':0,'found':null}]},'end':null}"));
  }

  private static final String WAITING =
      TREE.replace(
              "'draft':null,'end':{'kind':'done','reason':'done','evidence':''}",
              "'draft':{'parent':1,'action':'a','rewrite':{'sample':0,'failures':0,'found':null},"
                  + "'responses':[{'sample':0,'failures':0,'found':null},"
                  + "{'sample':1,'failures':2,'found':'4'}],"
                  + "'rewards':[{'sample':0,'failures':0,'found':null},"
                  + "{'sample':0,'failures':0,'found':null}]},'end':null")
          .replace("'iterations':1", "'iterations':2");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"draft\":{\"parent\":1 | \"draft\":{\"parent\":2 | a node that is there",
        "\"draft\":{\"parent\":1 | \"draft\":{\"parent\":0 | unused principle",
        "\"draft\":{\"parent\":1 | \"draft\":{\"parent\":-1 | draft of the root",
        "\"found\":null | \"found\":3 | String",
        "\"failures\":2 | \"failures\":-2 | failures must be",
      })
  void refusesADraftThatCannotBeOne(String part, String other, String found) {
    String json = quoted(WAITING);
    assertThat(TreeJson.write(TreeJson.read(json, "file"))).isEqualTo(json);
    assertThat(json).contains(part);

    assertThatThrownBy(() -> TreeJson.read(json.replace(part, other), "file"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(found);
  }

  @Test
  void refusesADraftThatWaitsForNothing() {
    String json =
        quoted(WAITING)
            .replace("\"failures\":0,\"found\":null}]", "\"failures\":0,\"found\":1.0}]")
            .replace(
                "{\"sample\":0,\"failures\":0,\"found\":null},{\"sample\":0",
                "{\"sample\":0,\"failures\":0,\"found\":1.0},{\"sample\":0")
            .replace("\"found\":null", "\"found\":\"text\"");

    assertThatThrownBy(() -> TreeJson.read(json, "file"))
        .hasMessageContaining("a draft that waits for something");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"draft\":null, | \"draft\":null,\"extra\":1, | extra",
        "\"draft\":null, | \"draft\":null,\"draft\":null, | Duplicate",
        "\"category\":\"math\",\"text\":\"1+1?\" | \"text\":\"1+1?\" | category",
        "\"iterations\":1 | \"iterations\":\"1\" | coerce",
        "\"iterations\":1 | \"iterations\":1.5 | coerce",
        "\"iterations\":1 | \"iterations\":null | null",
        "\"averaging\":\"mean_of_means\" | \"averaging\":0 | Enum",
        "\"averaging\":\"mean_of_means\" | \"averaging\":\"median\" | median",
        "\"mean_reward\":0.75 | \"mean_reward\":0.5 | node 0: expected finite mean reward 0.75",
        "\"id\":1,\"parent\":0 | \"id\":1,\"parent\":1 | comes before",
        "\"id\":1,\"parent\":0 | \"id\":2,\"parent\":0 | expected node 1",
        "\"action\":\"a\" | \"action\":\"z\" | expected each principle",
        "\"instruction\":\"1+1?\",\"visits\":1 | \"instruction\":\"1+1?\",\"visits\":0 | visits",
        "\"text\":\"1+1?\" | \"text\":\"1+2?\" | at the root",
        "\"end\":{\"kind\":\"done\",\"reason\":\"done\",\"evidence\":\"\"} | \"end\":null | either",
      })
  void refusesWhatCannotBeATree(String part, String other, String found) {
    String json = quoted(TREE);
    assertThat(json).contains(part);

    assertThatThrownBy(() -> TreeJson.read(json.replace(part, other), "trees.jsonl, line 3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("trees.jsonl, line 3: expected a search tree")
        .hasMessageContaining(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", " null ", "", "{}", "[]"})
  void refusesWhatIsNoObjectOfATree(String json) {
    assertThatThrownBy(() -> TreeJson.read(json, "trees.jsonl, line 3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("trees.jsonl, line 3: expected a search tree");
  }
}
