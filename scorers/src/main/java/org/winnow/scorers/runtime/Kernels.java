package org.winnow.scorers.runtime;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.winnow.scorers.checkpoint.DecoderSpec;
import org.winnow.scorers.checkpoint.LayerForm.Activation;

/**
 * Calls the TorchScript methods of {@code kernels.py}.
 *
 * <p>Two ways of calling, because the native binding has two: {@link #recording} keeps the autograd
 * graph and takes tensors only, {@link #call} runs without a graph, in inference mode, and takes
 * any argument. What {@code call} returns cannot enter a graph.
 *
 * <p>NDArray arithmetic with Java numbers is not used inside a graph: the binding wraps the number
 * in memory that is freed after the call, while the graph still points at it.
 */
final class Kernels implements AutoCloseable {
  private static final String METHOD = "module_method:";

  private final PtSymbolBlock module;

  private Kernels(PtSymbolBlock module) {
    this.module = module;
  }

  /**
   * Loads the kernels for one decoder.
   *
   * @param logitBudget most logits that are held at once by one thread
   */
  static Kernels load(
      PtNDManager manager, DecoderSpec decoder, int logitBudget, Precision precision) {
    Map<String, Number> attributes =
        Map.ofEntries(
            entry("heads", decoder.heads()),
            entry("key_value_heads", decoder.keyValueHeads()),
            entry("head_dim", decoder.headDim()),
            entry("rms_eps", decoder.rmsEps()),
            entry("attention_scale", decoder.attention().scale()),
            entry("attention_cap", decoder.attention().cap().orElse(0)),
            entry("gelu", decoder.form().activation() == Activation.GELU_TANH ? 1 : 0),
            entry("embedding_scale", decoder.embeddingScale()),
            entry("logit_cap", decoder.logitCap().orElse(0)),
            entry("logit_budget", logitBudget),
            entry("product_type", precision.torchType()));
    return load(manager, "kernels.py", "Kernels", attributes);
  }

  /** Loads a class from a TorchScript source beside this class. */
  static Kernels load(
      PtNDManager manager, String resource, String className, Map<String, Number> attributes) {
    try (InputStream source = Kernels.class.getResourceAsStream(resource)) {
      if (source == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
      byte[] archive = TorchArchive.of(text, className, attributes);
      return new Kernels(
          JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot load " + resource, e);
    }
  }

  /**
   * Runs a method and keeps the graph.
   *
   * <p>Arguments are told apart by the names of their arrays: arrays of one list argument share a
   * name that ends with {@code []}.
   */
  NDList recording(String method, NDArray marker, NDList arguments) {
    marker.setName(METHOD + method);
    NDList named = new NDList(arguments);
    named.add(marker);
    return IValueUtils.forward(module, named, true);
  }

  /** Runs a method without a graph; the result's arrays belong to {@code manager}. */
  NDList call(PtNDManager manager, String method, IValue... arguments) {
    try (IValue result = run(method, arguments)) {
      return result.toNDList(manager);
    }
  }

  /** Runs a method without a graph that answers with a truth value. */
  boolean test(String method, IValue... arguments) {
    try (IValue result = run(method, arguments)) {
      return result.toBoolean();
    }
  }

  /** Runs a method without a graph that answers with a number. */
  double number(String method, IValue... arguments) {
    try (IValue result = run(method, arguments)) {
      return result.toDouble();
    }
  }

  private IValue run(String method, IValue... arguments) {
    try {
      return IValueUtils.runMethod(module, method, arguments);
    } finally {
      for (IValue argument : arguments) {
        argument.close();
      }
    }
  }

  static IValue of(NDArray array) {
    return IValue.from((PtNDArray) array);
  }

  static IValue of(List<NDArray> arrays) {
    return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
  }

  @Override
  public void close() {
    module.close();
  }
}
