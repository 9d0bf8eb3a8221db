package org.winnow.transforms.weigh;

/** Which losses get more weight: f of the published method (arXiv 2502.06733), with delta = 1. */
public enum LossStrategy {
  /** {@code f = min(h + 1, 1)}: rises from the lowest loss to mid-range, flat above. */
  LIN_UPPER {
    @Override
    double favour(double h) {
      return Math.min(h + 1, 1);
    }
  },
  /** {@code f = 1 - h^2}: medium losses. */
  QUADRATIC {
    @Override
    double favour(double h) {
      return 1 - h * h;
    }
  },
  /** {@code f = |h|}: the lowest and the highest losses. */
  EXTREMES {
    @Override
    double favour(double h) {
      return Math.abs(h);
    }
  },
  /** Every loss the same. */
  UNIFORM {
    @Override
    double favour(double h) {
      return 0;
    }
  };

  /**
   * How much a loss is favoured before the softmax.
   *
   * @param h the loss within its group, from -1 (lowest) to 1 (highest)
   */
  abstract double favour(double h);
}
