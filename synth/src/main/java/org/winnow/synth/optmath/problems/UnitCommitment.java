package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** Which power plants run when, at least cost; feasible by construction. */
final class UnitCommitment {
  static final ProblemClass TYPE =
      new ProblemClass(
          "unit_commitment",
          ProblemGroup.DOMAIN_SPECIFIC,
          """
          \\min \\sum_{p,t} (f_p y_{pt} + s_p z_{pt} + c_p x_{pt}) \\quad \\text{s.t.} \\quad
          \\sum_p x_{pt} \\ge d_t, \\quad l_p y_{pt} \\le x_{pt} \\le u_p y_{pt}, \\quad z_{pt}
          \\ge y_{pt} - y_{p,t-1}, \\quad x_{pt} \\ge 0, \\; y_{pt}, z_{pt} \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("plant", 2, 4),
              Parameter.size("hour", 2, 4),
              Parameter.value("least", 10, 40),
              Parameter.value("room", 40, 150),
              Parameter.value("fixed", 50, 300),
              Parameter.value("start", 100, 500),
              Parameter.value("fuel", 5, 40),
              Parameter.value("percent", 30, 85)),
          new ProblemText(
              """
              Power plants meet the demand of every hour, and may produce more. A plant that
              runs in an hour produces between its least and its greatest output, and one that
              does not run produces nothing. Running a plant costs a fixed amount for each hour
              and a fuel cost for each megawatt. A plant that runs and did not run in the hour
              before is started, at its starting cost; before the first hour no plant runs. Find
              the lowest total cost.
              """,
              List.of(new Noun("plant", "plants"), new Noun("hour", "hours")),
              List.of(
                  Field.table("least", "{0} produces at least # megawatts when it runs", "plant"),
                  Field.table("most", "{0} produces at most # megawatts", "plant"),
                  Field.table("fixed", "running {0} costs # dollars for each hour", "plant"),
                  Field.table("start", "starting {0} costs # dollars", "plant"),
                  Field.table("fuel", "the fuel for one megawatt of {0} costs # dollars", "plant"),
                  Field.table("demand", "the demand of {0} is # megawatts", "hour"))),
          UnitCommitment::draw,
          UnitCommitment::model);

  private UnitCommitment() {}

  private static void draw(Draw draw) {
    int plants = draw.size("plant");
    int hours = draw.size("hour");
    draw.fill("least");
    draw.fill("fixed");
    draw.fill("start");
    draw.fill("fuel");
    for (int p = 0; p < plants; p++) {
      draw.put("most", draw.value("least", p) + draw.of("room"), p);
    }
    for (int t = 0; t < hours; t++) {
      draw.put("demand", Math.floor(draw.total("most") * draw.of("percent") / 100), t);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int p = 0; p < data.size("plant"); p++) {
      for (int t = 0; t < data.size("hour"); t++) {
        String runs = model.binary(ProblemData.name("runs", p, t));
        String starts = model.binary(ProblemData.name("starts", p, t));
        String output = model.continuous(ProblemData.name("output", p, t));
        model.objective(data.value("fixed", p), runs);
        model.objective(data.value("start", p), starts);
        model.objective(data.value("fuel", p), output);
        Sum least = new Sum().plus(output).minus(data.value("least", p), runs);
        Sum most = new Sum().plus(output).minus(data.value("most", p), runs);
        Sum started = new Sum().plus(starts).minus(runs);
        if (t > 0) {
          started.plus(ProblemData.name("runs", p, t - 1));
        }
        model.atLeast(ProblemData.name("least", p, t), least, 0);
        model.atMost(ProblemData.name("most", p, t), most, 0);
        model.atLeast(ProblemData.name("start", p, t), started, 0);
      }
    }
    for (int t = 0; t < data.size("hour"); t++) {
      Sum output = new Sum();
      for (int p = 0; p < data.size("plant"); p++) {
        output.plus(ProblemData.name("output", p, t));
      }
      model.atLeast(ProblemData.name("demand", t), output, data.value("demand", t));
    }
    return model.build();
  }
}
