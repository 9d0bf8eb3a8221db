package org.winnow.synth.answer;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.FunctionIfc;
import com.ezylang.evalex.functions.basic.AbsFunction;
import com.ezylang.evalex.functions.basic.Log10Function;
import com.ezylang.evalex.functions.basic.LogFunction;
import com.ezylang.evalex.functions.trigonometric.AcosRFunction;
import com.ezylang.evalex.functions.trigonometric.AsinRFunction;
import com.ezylang.evalex.functions.trigonometric.AtanRFunction;
import com.ezylang.evalex.functions.trigonometric.CosRFunction;
import com.ezylang.evalex.functions.trigonometric.SinRFunction;
import com.ezylang.evalex.functions.trigonometric.TanRFunction;
import com.ezylang.evalex.operators.AbstractOperator;
import com.ezylang.evalex.operators.InfixOperator;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.operators.arithmetic.InfixDivisionOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMultiplicationOperator;
import com.ezylang.evalex.operators.arithmetic.InfixPlusOperator;
import com.ezylang.evalex.parser.ParseException;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Map;
import org.winnow.schemas.Seeds;

/**
 * The values that an expression takes at a fixed set of points.
 *
 * <p>A variable's value at a point is a hash of its name, so two expressions meet the same points
 * whatever else they contain. Half of the points have positive values only, for roots and
 * logarithms; sizes go from 0.1 to 32.
 */
final class Probes {
  private static final int POINTS = 16;

  /** Fewer common points than this say nothing about two expressions. */
  private static final int FEWEST = 3;

  /** Values beyond this, or closer to 0 than its inverse, count as undefined. */
  private static final double LARGEST = 1e200;

  private static final double[] SIZES = {0.5, 2, 8, 32};

  private static final Map<String, EvaluationValue> CONSTANTS =
      Map.of(
          "PI",
          EvaluationValue.numberValue(new BigDecimal("3.141592653589793238462643383279503")),
          "EULER",
          EvaluationValue.numberValue(new BigDecimal("2.718281828459045235360287471352662")));

  /** Arithmetic and the functions of {@link LatexExpression#FUNCTIONS}: nothing else has a name. */
  private static final ExpressionConfiguration ARITHMETIC =
      ExpressionConfiguration.builder()
          .mathContext(MathContext.DECIMAL128)
          .defaultConstants(CONSTANTS)
          .arraysAllowed(false)
          .structuresAllowed(false)
          .binaryAllowed(false)
          .implicitMultiplicationAllowed(false)
          .operatorDictionary(
              MapBasedOperatorDictionary.ofOperators(
                  Map.<String, OperatorIfc>entry("+", new InfixPlusOperator()),
                  Map.<String, OperatorIfc>entry("-", new InfixMinusOperator()),
                  Map.<String, OperatorIfc>entry("*", new InfixMultiplicationOperator()),
                  Map.<String, OperatorIfc>entry("/", new InfixDivisionOperator()),
                  Map.<String, OperatorIfc>entry("^", new BoundedPower())))
          .functionDictionary(
              MapBasedFunctionDictionary.ofFunctions(
                  Map.<String, FunctionIfc>entry("SINR", new SinRFunction()),
                  Map.<String, FunctionIfc>entry("COSR", new CosRFunction()),
                  Map.<String, FunctionIfc>entry("TANR", new TanRFunction()),
                  Map.<String, FunctionIfc>entry("ASINR", new AsinRFunction()),
                  Map.<String, FunctionIfc>entry("ACOSR", new AcosRFunction()),
                  Map.<String, FunctionIfc>entry("ATANR", new AtanRFunction()),
                  Map.<String, FunctionIfc>entry("LOG", new LogFunction()),
                  Map.<String, FunctionIfc>entry("LOG10", new Log10Function()),
                  Map.<String, FunctionIfc>entry("ABS", new AbsFunction())))
          .build();

  private Probes() {}

  /**
   * The values of an expression.
   *
   * @return double[points], the same points for every expression; NaN where it has no value
   * @throws UnreadableException if the evaluator does not take the expression
   */
  static double[] values(LatexExpression formula) throws UnreadableException {
    Expression expression = new Expression(formula.text(), ARITHMETIC);
    try {
      expression.validate();
    } catch (ParseException e) {
      throw new UnreadableException("not an expression: " + e.getMessage());
    }
    double[] values = new double[POINTS];
    for (int point = 0; point < POINTS; point++) {
      for (int i = 0; i < formula.variables().size(); i++) {
        expression.with("V" + i, coordinate(formula.variables().get(i), point));
      }
      values[point] = value(expression);
    }
    return values;
  }

  private static BigDecimal coordinate(String variable, int point) {
    long bits = Seeds.bits(0, "answer_equality", variable, Integer.toString(point));
    double share = 0.2 + 0.8 * (bits >>> 11) * 0x1p-53;
    double size = share * SIZES[point % SIZES.length];
    boolean negative = point >= POINTS / 2 && (bits & 1) == 1;
    return BigDecimal.valueOf(negative ? -size : size);
  }

  private static double value(Expression expression) throws UnreadableException {
    try {
      BigDecimal value = expression.evaluate().getNumberValue();
      return isBounded(value) ? value.doubleValue() : Double.NaN;
    } catch (EvaluationException | ArithmeticException | NumberFormatException e) {
      // Outside of the domain at this point: a division by zero, a root of a negative number.
      return Double.NaN;
    } catch (ParseException e) {
      throw new UnreadableException("not an expression: " + e.getMessage());
    }
  }

  private static boolean isBounded(BigDecimal value) {
    double size = Math.abs(value.doubleValue());
    return value.signum() == 0 || size < LARGEST && size > 1 / LARGEST;
  }

  /**
   * Whether two expressions agree wherever both have a value, which must be at three points or
   * more.
   *
   * @param tolerance relative to the larger of the two values
   */
  static boolean agree(double[] first, double[] second, double tolerance) {
    int common = 0;
    for (int point = 0; point < POINTS; point++) {
      if (Double.isNaN(first[point]) || Double.isNaN(second[point])) {
        continue;
      }
      if (!isClose(first[point], second[point], tolerance)) {
        return false;
      }
      common++;
    }
    return common >= FEWEST;
  }

  /**
   * Whether one expression is a constant multiple of the other. Both are differences of the sides
   * of an equation, so that this is whether the equations have the same solutions.
   */
  static boolean areProportional(double[] first, double[] second, double tolerance) {
    double[] ratios = new double[POINTS];
    Arrays.setAll(ratios, point -> finite(first[point] / second[point]));
    double[] expected = new double[POINTS];
    double ratio = Arrays.stream(ratios).filter(Double::isFinite).findFirst().orElse(0);
    Arrays.fill(expected, ratio);
    return ratio != 0 && agree(ratios, expected, tolerance);
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }

  /** Values of {@code first - second}; NaN also where the difference is too small to be exact. */
  static double[] differences(double[] first, double[] second) {
    double[] differences = new double[POINTS];
    Arrays.setAll(
        differences,
        point ->
            isClose(first[point], second[point], 1e-6) ? Double.NaN : first[point] - second[point]);
    return differences;
  }

  private static boolean isClose(double first, double second, double tolerance) {
    return Math.abs(first - second) <= tolerance * Math.max(Math.abs(first), Math.abs(second));
  }

  /**
   * Powers whose size is bounded. The library's own operator takes the remainder of exponents of
   * any size, so that {@code 9^9^9^9} takes minutes at least.
   */
  @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER, leftAssociative = false)
  private static final class BoundedPower extends AbstractOperator {
    private static final double LARGEST_EXPONENT = 1000;

    @Override
    public EvaluationValue evaluate(
        Expression expression, Token operator, EvaluationValue... operands)
        throws EvaluationException {
      BigDecimal base = operands[0].getNumberValue();
      BigDecimal exponent = operands[1].getNumberValue();
      double power = exponent.doubleValue();
      if (!isBounded(base) || !isBounded(exponent) || Math.abs(power) > LARGEST_EXPONENT) {
        throw new EvaluationException(operator, "power out of bounds");
      }
      MathContext precision = expression.getConfiguration().getMathContext();
      BigDecimal result =
          power == Math.rint(power)
              ? base.pow((int) power, precision)
              : BigDecimal.valueOf(Math.pow(base.doubleValue(), power));
      if (!isBounded(result)) {
        throw new EvaluationException(operator, "power out of bounds");
      }
      return EvaluationValue.numberValue(result);
    }
  }
}
