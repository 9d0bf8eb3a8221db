/**
 * The model runtime: weights, the decoder's forward and backward, and the exact algebra on top.
 *
 * <p>Tensor code is TorchScript source in {@code kernels.py}, one readable text; {@link
 * org.winnow.scorers.runtime.TorchArchive} packs it into the archive that libtorch loads, and
 * {@link org.winnow.scorers.runtime.Kernels} calls it. Java decides what is computed when.
 */
@NullMarked
package org.winnow.scorers.runtime;

import org.jspecify.annotations.NullMarked;
