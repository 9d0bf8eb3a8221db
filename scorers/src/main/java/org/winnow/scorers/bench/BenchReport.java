package org.winnow.scorers.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.winnow.scorers.checkpoint.DecoderSpec;

/**
 * What a benchmark found.
 *
 * @param decoder the model's sizes
 * @param samples that were scored
 * @param refused samples that cannot be scored and were left out
 * @param tokens of all samples, without padding
 * @param scoredTokens tokens among them that have a loss
 * @param paddingShare positions without a token, as a share of all that the engine computes
 * @param workers threads of the engine
 * @param runs that were measured of everything
 * @param matmulRate what the workers reach in large matrix products
 * @param engines one for each set of scorers
 * @param twin the published procedure, if it was run
 */
public record BenchReport(
    DecoderSpec decoder,
    int samples,
    int refused,
    long tokens,
    long scoredTokens,
    double paddingShare,
    int workers,
    int runs,
    MatmulRate matmulRate,
    List<Measurement> engines,
    Optional<Measurement> twin) {
  public BenchReport {
    engines = List.copyOf(engines);
  }

  /** How many weights the model has. */
  public long parameters() {
    return decoder.tensors().values().stream()
        .mapToLong(shape -> shape.stream().reduce(1L, (a, b) -> a * b))
        .sum();
  }

  /**
   * Useful operations of matrix products as a share of what the machine does at its best in the
   * same processor time, or time of the clock on an accelerator; empty for the twin.
   */
  public Optional<Double> matmulShare(Measurement measured) {
    double most =
        matmulRate.accelerated()
            ? matmulRate.perSecond() * measured.wallSeconds()
            : matmulRate.perProcessorSecond() * measured.processorSeconds();
    return measured.matmulOperations().map(n -> n / most);
  }

  /**
   * How many times as long the twin takes for a sample: in processor time, or time of the clock if
   * the engine runs on an accelerator; empty if the twin was not run.
   */
  public Optional<Double> timesFaster(Measurement measured) {
    return twin.map(
        t ->
            matmulRate.accelerated()
                ? measured.samplesPerSecond() / t.samplesPerSecond()
                : t.processorSecondsPerSample() / measured.processorSecondsPerSample());
  }

  /** Everything as JSON; times in seconds, sizes in bytes. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("model")
        .put("type", decoder.modelType())
        .put("layers", decoder.layers())
        .put("width", decoder.hiddenSize())
        .put("heads", decoder.heads())
        .put("key_value_heads", decoder.keyValueHeads())
        .put("mlp", decoder.intermediateSize())
        .put("vocabulary", decoder.vocabularySize())
        .put("parameters", parameters());
    json.put("samples", samples)
        .put("refused", refused)
        .put("tokens", tokens)
        .put("scored_tokens", scoredTokens)
        .put("padding_share", paddingShare)
        .put("workers", workers)
        .put("runs", runs)
        .put("matmul_per_second", matmulRate.perSecond())
        .put("matmul_per_processor_second", matmulRate.perProcessorSecond())
        .put("accelerated", matmulRate.accelerated());
    engines.forEach(engine -> fill(json.withArray("engine").addObject(), engine));
    twin.ifPresent(measured -> fill(json.putObject("naive_twin"), measured));
    return json;
  }

  private void fill(ObjectNode json, Measurement measured) {
    json.put("scorers", measured.name())
        .put("samples", measured.samples())
        .put("tokens", measured.tokens())
        .put("wall_seconds", measured.wallSeconds())
        .put("processor_seconds", measured.processorSeconds())
        .put("samples_per_second", measured.samplesPerSecond())
        .put("tokens_per_second", measured.tokensPerSecond())
        .put("processor_seconds_per_sample", measured.processorSecondsPerSample());
    measured.peakBytes().ifPresent(bytes -> json.put("peak_resident_bytes", bytes));
    measured.matmulOperations().ifPresent(n -> json.put("matmul_operations", n));
    matmulShare(measured).ifPresent(share -> json.put("matmul_share", share));
    timesFaster(measured).ifPresent(times -> json.put("times_faster_than_twin", times));
    if (!measured.phaseSeconds().isEmpty()) {
      measured.phaseSeconds().forEach(json.putObject("phase_seconds")::put);
    }
  }
}
