package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;

/**
 * Numbers that training changes.
 *
 * @param name unique in a decoder
 * @param value a leaf of the graph
 */
record Parameter(String name, NDArray value) {
  /** Whether weight decay applies: to matrices, not to gains and biases. */
  boolean isMatrix() {
    return value.getShape().dimension() > 1;
  }
}
