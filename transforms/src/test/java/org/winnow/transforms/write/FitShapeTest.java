package org.winnow.transforms.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.OutputShape;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.StepResult;

class FitShapeTest {
  @Test
  void keepsWhatFitsAndSaysOfTheOthersWhy() {
    Sample good = sample(1, Role.USER, Role.ASSISTANT);
    Sample twice = sample(2, Role.USER, Role.USER, Role.ASSISTANT);
    Sample tools = sample(3, Role.USER, Role.ASSISTANT, Role.TOOL, Role.ASSISTANT);
    Pipeline pipeline = Fixtures.pipeline();
    StepResult result =
        Fixtures.corpus(
                pipeline,
                List.of(CorpusBatch.of(List.of(good, twice)), CorpusBatch.of(List.of(tools))))
            .apply("Fit", new FitShape(FitShape.STEP, OutputShape.ALPACA));
    Fixtures.Gathered<CorpusBatch> kept = Fixtures.gather("Kept", result.kept());
    Fixtures.Gathered<Rejection> rejected = Fixtures.gather("Rejected", result.rejected());
    Fixtures.run(pipeline);

    assertEquals(
        List.of(good), kept.elements().stream().flatMap(b -> b.samples().stream()).toList());
    assertEquals(
        List.of(
            "2 DROPPED fit_shape does_not_fit_shape alpaca: turn 1: expected assistant, found user",
            "3 DROPPED fit_shape does_not_fit_shape alpaca: turn 2: expected user, found tool"),
        rejected.elements().stream()
            .map(
                r ->
                    String.join(
                        " ",
                        String.valueOf(r.row()),
                        r.kind().name(),
                        r.step(),
                        r.reason(),
                        r.evidence()))
            .sorted()
            .toList());
  }

  private static Sample sample(int row, Role... roles) {
    List<Message> turns =
        List.of(roles).stream().map(role -> new Message(role, "turn of row " + row)).toList();
    return Sample.of("d", turns, Origin.ofRow("f.jsonl", row), "{}");
  }
}
