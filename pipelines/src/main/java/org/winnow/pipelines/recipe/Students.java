package org.winnow.pipelines.recipe;

import java.nio.file.Path;

/**
 * Reads who is the student of a recipe: its {@code student}, or {@code model} and {@code train}.
 */
final class Students {
  private Students() {}

  /**
   * Reads the student.
   *
   * @param folder what paths are relative to
   * @param seed the recipe's
   */
  static StudentSection read(RecipeNode root, Path folder, long seed) {
    RecipeNode node = root.get("student");
    if (!node.isPresent()) {
      return new StudentSection.Trained(
          Models.read(root.get("model"), folder::resolve), Trainings.read(root.get("train"), seed));
    }
    for (RecipeNode other : new RecipeNode[] {root.get("model"), root.get("train")}) {
      if (other.isPresent()) {
        other.problem("belongs to a student that is trained here; this recipe has a student");
      }
    }
    node.expectMapping("a mapping such as {predictions: [{path: answers.jsonl}]}");
    RecipeNode predictions = node.get("predictions");
    if (predictions.isPresent() == node.get("url").isPresent()) {
      node.problem("expected either predictions or the url of a server");
    }
    if (predictions.isPresent()) {
      node.allowKeys("predictions", "url");
      return new StudentSection.Given(Inputs.read(predictions, folder));
    }
    node.allowKeys(
        "predictions",
        "url",
        "model",
        "key_variable",
        "concurrency",
        "requests_per_minute",
        "tokens_per_minute",
        "budget",
        "price");
    String model = node.get("model").text("the name of the server's model");
    return new StudentSection.Served(
        Teachers.endpoint(node).orElseThrow(), model.isBlank() ? "-" : model);
  }
}
