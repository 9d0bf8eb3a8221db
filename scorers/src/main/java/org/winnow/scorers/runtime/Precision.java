package org.winnow.scorers.runtime;

/**
 * The type of the numbers that enter matrix products with weights and attention.
 *
 * <p>What such a product gives, and everything else, is float32 in both cases: residuals, norms,
 * softmax, logits, gradients at the projections and their products. What is summed up in float64
 * stays so.
 */
public enum Precision {
  /** float32: about 7 digits. */
  FLOAT32("float32", 6),

  /** bfloat16: matrices of weights take half the memory, a factor has 2 to 3 digits. */
  BFLOAT16("bfloat16", 15);

  private final String label;
  private final int torchType;

  Precision(String label, int torchType) {
    this.label = label;
    this.torchType = torchType;
  }

  /** libtorch's number for the type. */
  int torchType() {
    return torchType;
  }

  @Override
  public String toString() {
    return label;
  }
}
