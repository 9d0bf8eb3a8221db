package org.winnow.pipelines.recipe;

import java.nio.file.Path;
import java.util.function.Function;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.WhenTooLong;

/** Reads the {@code model} of a recipe. */
final class Models {
  private static final String BUILTIN = "builtin:";

  private Models() {}

  static ModelSpec read(RecipeNode node, Function<String, Path> resolve) {
    node.expectMapping("a mapping such as {checkpoint: builtin:reference}");
    node.allowKeys("checkpoint", "max_tokens", "device", "when_too_long");
    String checkpoint =
        node.get("checkpoint").text("builtin:reference or the folder of a checkpoint");
    return new ModelSpec(
        checkpoint.startsWith(BUILTIN) ? checkpoint : resolve.apply(checkpoint).toString(),
        (int) node.get("max_tokens").wholeOr(ModelSpec.CONTEXT, 8, 1 << 20),
        device(node.get("device")),
        node.get("when_too_long").oneOfOr(WhenTooLong.TRUNCATE_PROMPT, WhenTooLong.class));
  }

  static DeviceChoice device(RecipeNode node) {
    String written = node.textOr("auto", "auto, cpu or gpu:N");
    try {
      return new DeviceChoice(written);
    } catch (IllegalArgumentException e) {
      node.problem("expected auto, cpu or gpu:N, found " + node.shown());
      return DeviceChoice.AUTO;
    }
  }
}
