package org.winnow.scorers;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Gives the direction in which a sample pulls at the attention weights, in a few numbers: a random
 * projection of its gradient, with which gradients of two samples can be compared.
 *
 * <pre>
 * G   = D' X: gradient of the sample's mean loss at one of W_q, W_k, W_v, W_o of one layer,
 *       from its inputs X [tokens, in] and the gradient D [tokens, out] at its outputs
 * phi = sum over these matrices of A G B = (D A')' (X B),  flattened row by row
 * A [k, out], B [in, k]: random signs over sqrt(k),  width = k k
 *
 * E[phi_i . phi_j] = sum over matrices of &lt;G_i, G_j&gt;
 * </pre>
 *
 * <p>The expectation is over the signs, which are fixed by {@code seed} and independent for each
 * layer and matrix: take several seeds, or a greater width, for less noise. With one seed, sketches
 * of all samples, and of all checkpoints of one shape, are comparable. G is never formed. The cost
 * is {@code tokens (in + out) k} multiplications for each matrix, {@code k / in + k / out} of what
 * the forward pass needs there.
 *
 * <p>A cosine between two sketches is off by some 1.0 to 1.4 over the root of the width (measured,
 * see the module's README): a small width is enough for means over many rows, single pairs of like
 * rows need the greatest.
 *
 * <p>The mean loss of a short answer has a greater gradient than that of a long one; compare
 * directions, not inner products. No number of a sketch means anything by itself.
 *
 * <p>The projection is that of TRAK, arXiv 2303.14186, and LESS, arXiv 2402.04333, which multiply
 * the whole gradient by one dense matrix of signs; in its Kronecker form that of LoGra, arXiv
 * 2405.13954.
 */
public final class GradientSketchScorer implements Scorer {
  private static final String NAME = "gradient_sketch";
  private static final String WIDTH = "width";
  private static final String SEED = "seed";

  /** What the names of the columns begin with; a number of at least three digits follows. */
  public static final String PREFIX = NAME + ".";

  /** Registration. */
  public static final ScorerType TYPE =
      new ScorerType(
          NAME,
          "The direction of the gradient at the attention weights as a random projection.",
          "phi = sum over q, k, v, o of all layers of A G B; E[phi_i . phi_j] = <G_i, G_j>",
          "Kronecker-factored signs as in LoGra, arXiv 2405.13954, for features as in LESS, arXiv"
              + " 2402.04333",
          List.of(
              ScorerOption.choice(
                  WIDTH,
                  List.of("64", "16", "256", "1024"),
                  "Numbers for each sample; noise falls with the root of it."),
              ScorerOption.wholeNumber(
                  SEED, "1", "Fixes the signs; sketches of different seeds do not compare.")),
          (options, decoder) -> columns((int) options.whole(WIDTH)),
          GradientSketchScorer::new);

  private final SketchKey key;

  private GradientSketchScorer(ScorerOptions options) {
    key = new SketchKey(options.whole(SEED), (int) options.whole(WIDTH));
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.FORWARD, Need.LAYER_GRADIENTS);
  }

  @Override
  public Set<SketchKey> sketches() {
    return Set.of(key);
  }

  @Override
  public double[] score(SampleSignals signals) {
    return signals.layers().orElseThrow().sketch(key);
  }

  private static List<ScoreColumn> columns(int width) {
    String digits = width > 1000 ? "%04d" : "%03d";
    return IntStream.range(0, width)
        .mapToObj(
            number ->
                new ScoreColumn(
                    PREFIX + String.format(Locale.ROOT, digits, number),
                    "gradient of nats per weight",
                    Direction.NEUTRAL,
                    "One number of the gradient's random projection."))
        .toList();
  }
}
