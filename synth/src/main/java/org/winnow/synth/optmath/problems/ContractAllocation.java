package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** Producers share contracts, with a least delivery each; may be infeasible. */
final class ContractAllocation {
  static final ProblemClass TYPE =
      new ProblemClass(
          "contract_allocation",
          ProblemGroup.ASSIGNMENT,
          """
          \\min \\sum_{p,c} k_{pc} x_{pc} \\quad \\text{s.t.} \\quad \\sum_p x_{pc} = d_c,
          \\quad \\sum_c x_{pc} \\le u_p, \\quad l_p y_{pc} \\le x_{pc} \\le u_p y_{pc}, \\quad
          \\sum_p y_{pc} \\ge n_c, \\quad x_{pc} \\ge 0, \\; y_{pc} \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("producer", 2, 4),
              Parameter.size("contract", 2, 4),
              Parameter.value("cost", 10, 50),
              Parameter.value("need", 40, 120),
              Parameter.value("least", 5, 20),
              Parameter.value("spare", 5, 60),
              Parameter.value("suppliers", 1, 2)),
          new ProblemText(
              """
              Producers of electricity fill contracts. Each contract has to get exactly the
              amount that it asks for, from at least a given number of producers. A producer
              that takes part in a contract delivers at least its least delivery there, and over
              all contracts no more than its capacity. Amounts may be fractions. Find the plan
              with the lowest total cost.
              """,
              List.of(new Noun("producer", "producers"), new Noun("contract", "contracts")),
              List.of(
                  Field.table("capacity", "{0} has a capacity of # megawatts", "producer"),
                  Field.table(
                      "least",
                      "{0} delivers at least # megawatts to a contract in which it takes part",
                      "producer"),
                  Field.table("need", "{0} asks for # megawatts", "contract"),
                  Field.table("suppliers", "{0} asks for # producers or more", "contract"),
                  Field.table(
                      "cost",
                      "each megawatt of {0} for {1} costs # dollars",
                      "producer",
                      "contract"))),
          ContractAllocation::draw,
          ContractAllocation::model);

  private ContractAllocation() {}

  private static void draw(Draw draw) {
    int producers = draw.size("producer");
    draw.size("contract");
    draw.fill("least");
    draw.fill("need");
    draw.fill("suppliers");
    draw.fill("cost");
    double share = Math.ceil(draw.total("need") / producers);
    for (int i = 0; i < producers; i++) {
      draw.put("capacity", share + draw.of("spare"), i);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int p = 0; p < data.size("producer"); p++) {
      Sum delivered = new Sum();
      for (int c = 0; c < data.size("contract"); c++) {
        String amount = model.continuous(ProblemData.name("deliver", p, c));
        String part = model.binary(ProblemData.name("takes_part", p, c));
        model.objective(data.value("cost", p, c), amount);
        delivered.plus(amount);
        Sum least = new Sum().plus(amount).minus(data.value("least", p), part);
        Sum most = new Sum().plus(amount).minus(data.value("capacity", p), part);
        model.atLeast(ProblemData.name("least", p, c), least, 0);
        model.atMost(ProblemData.name("most", p, c), most, 0);
      }
      model.atMost(ProblemData.name("capacity", p), delivered, data.value("capacity", p));
    }
    for (int c = 0; c < data.size("contract"); c++) {
      Sum delivered = new Sum();
      Sum parts = new Sum();
      for (int p = 0; p < data.size("producer"); p++) {
        delivered.plus(ProblemData.name("deliver", p, c));
        parts.plus(ProblemData.name("takes_part", p, c));
      }
      model.equal(ProblemData.name("need", c), delivered, data.value("need", c));
      model.atLeast(ProblemData.name("suppliers", c), parts, data.value("suppliers", c));
    }
    return model.build();
  }
}
