package org.winnow.synth.optmath;

import org.winnow.schemas.RandomBits;
import org.winnow.schemas.Seeds;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;
import org.winnow.synth.optmath.model.Variable;
import org.winnow.synth.optmath.model.VariableType;

/** Small models by chance, of every kind of variable, bound and row; about half are feasible. */
public final class RandomModels {
  private RandomModels() {}

  /** A model of whole numbers from -3 to 3, which can be tried one by one. */
  public static Model ofWholeNumbers(int index) {
    RandomBits bits = new RandomBits(Seeds.bits(1, "random_models", "whole-" + index, ""));
    ModelBuilder model = builder(bits);
    int count = 1 + bits.below(4);
    for (int i = 0; i < count; i++) {
      int lower = bits.below(4) - 3;
      if (bits.below(2) == 0) {
        model.binary("x" + i);
      } else {
        model.integer("x" + i, lower, lower + bits.below(4));
      }
    }
    addSums(model, bits, count, 1);
    return model.build();
  }

  /** A model with fractions, large and small numbers, open bounds and empty sums. */
  public static Model ofAnyKind(int index) {
    RandomBits bits = new RandomBits(Seeds.bits(1, "random_models", "any-" + index, ""));
    ModelBuilder model = builder(bits);
    int count = 1 + bits.below(6);
    for (int i = 0; i < count; i++) {
      String name = bits.below(2) == 0 ? "Made[" + i + ",b]" : "x_" + i;
      double lower = bits.below(3) == 0 ? Double.NEGATIVE_INFINITY : number(bits);
      double upper = bits.below(3) == 0 ? Double.POSITIVE_INFINITY : number(bits);
      switch (bits.below(3)) {
        case 0 -> model.binary(name);
        case 1 -> model.integer(name, Math.min(lower, upper), Math.max(lower, upper));
        default -> model.continuous(name, Math.min(lower, upper), Math.max(lower, upper));
      }
    }
    Model bare = model.build();
    for (Variable variable : bare.variables()) {
      if (bits.below(2) == 0) {
        model.objective(number(bits), variable.name());
      }
    }
    int rows = bits.below(5);
    for (int r = 0; r < rows; r++) {
      Sum sum = new Sum();
      for (Variable variable : bare.variables()) {
        if (bits.below(2) == 0) {
          sum.plus(number(bits), variable.name());
        }
      }
      addRow(model, bits, "row" + r, sum, number(bits));
    }
    Model made = model.build();
    return new Model(made.sense(), made.objective(), number(bits), made.variables(), made.rows());
  }

  /** How many variables of a type there are. */
  public static long count(Model model, VariableType type) {
    return model.variables().stream().filter(variable -> variable.type() == type).count();
  }

  private static ModelBuilder builder(RandomBits bits) {
    return new ModelBuilder(bits.below(2) == 0 ? Sense.MINIMIZE : Sense.MAXIMIZE);
  }

  private static void addSums(ModelBuilder model, RandomBits bits, int count, int scale) {
    int rows = 1 + bits.below(3);
    for (int r = 0; r < rows; r++) {
      Sum sum = new Sum();
      for (int i = 0; i < count; i++) {
        sum.plus(scale * (bits.below(7) - 3), "x" + i);
      }
      addRow(model, bits, "c" + r, sum, bits.below(9) - 4);
    }
    for (int i = 0; i < count; i++) {
      model.objective(bits.below(9) - 4, "x" + i);
    }
  }

  private static void addRow(
      ModelBuilder model, RandomBits bits, String name, Sum sum, double right) {
    switch (bits.below(3)) {
      case 0 -> model.atMost(name, sum, right);
      case 1 -> model.equal(name, sum, right);
      default -> model.atLeast(name, sum, right);
    }
  }

  private static double number(RandomBits bits) {
    return switch (bits.below(5)) {
      case 0 -> bits.below(100) - 50;
      case 1 -> (bits.below(2_000_001) - 1_000_000) / 1000.0;
      case 2 -> bits.signedUnit() * 1e-9;
      case 3 -> bits.signedUnit() * 1e14;
      default -> bits.next() * 0x1p-63 * 100;
    };
  }
}
