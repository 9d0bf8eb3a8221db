package org.winnow.synth.teacher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes the result files of an offline batch into a cache, output and error files alike, lines in
 * any order. A {@link CachedTeacher} then answers from it, and reads the completions.
 */
public final class BatchImport {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final AnswerReader READER = new AnswerReader(PriceList.NONE);

  private final Map<String, TeacherRequest> requests = new HashMap<>();
  private final AnswerCache cache;

  /** Imports answers to these requests; others are reported and not stored. */
  public BatchImport(List<TeacherRequest> requests, AnswerCache cache) {
    requests.forEach(request -> this.requests.put(RequestKey.of(request), request));
    this.cache = cache;
  }

  /**
   * What result files had.
   *
   * @param stored keys of the completions that are in the cache now, in order
   * @param failures requests that have no completion in these files, by key
   * @param unknown values of {@code custom_id} that are no key of a request, in order
   * @param malformed lines that are no result: file, number from 1 and what is wrong, as they came
   */
  public record Report(
      List<String> stored,
      Map<String, TeacherFailure> failures,
      List<String> unknown,
      List<String> malformed) {}

  /**
   * Whether a file looks like one of results: its first line that is not blank is a JSON object
   * with a {@code custom_id} and with a {@code response} or an {@code error}.
   */
  public static boolean holdsResults(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          JsonNode row = JSON.readTree(line);
          return row.path("custom_id").isTextual() && (row.has("response") || row.has("error"));
        }
      }
      return false;
    } catch (CharacterCodingException | JsonProcessingException e) {
      return false; // something else, which the caller names
    }
  }

  /** Reads result files; of several completions of one request the last one stays. */
  public Report read(List<Path> files) throws IOException {
    Findings findings = new Findings();
    for (Path file : files) {
      try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          number++;
          if (!line.isBlank()) {
            read(line, file + ":" + number, findings);
          }
        }
      } catch (CharacterCodingException e) {
        throw new IOException("expected UTF-8 in " + file + ", found other bytes", e);
      }
    }
    findings.failures.keySet().removeAll(findings.stored);
    return findings.report();
  }

  private void read(String line, String place, Findings findings) {
    JsonNode row;
    try {
      row = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      findings.malformed.add(place + ": expected JSON, found: " + e.getOriginalMessage());
      return;
    }
    if (!row.path("custom_id").isTextual()) {
      findings.malformed.add(place + ": expected a custom_id, found: " + Excerpt.of(line));
      return;
    }
    String key = row.path("custom_id").asText();
    Optional<TeacherRequest> request = Optional.ofNullable(requests.get(key));
    if (request.isEmpty()) {
      findings.unknown.add(key);
      return;
    }
    TeacherResult result = result(request.get(), row);
    if (!result.raw().isEmpty()) {
      cache.put(key, result.raw());
      findings.stored.add(key);
    } else if (result instanceof TeacherFailure failure) {
      findings.failures.put(key, failure);
    }
  }

  private static TeacherResult result(TeacherRequest request, JsonNode row) {
    JsonNode response = row.path("response");
    int status = response.path("status_code").asInt(0);
    if (status / 100 == 2) {
      return READER.read(request, response.path("body").toString(), 1);
    }
    if (status > 0) {
      return Refusal.of(status, response.path("body").toString(), 1);
    }
    return TeacherFailure.of(
        FailureKind.SERVER_ERROR,
        "the batch has no answer: " + Excerpt.of(row.path("error").toString()),
        1);
  }

  private static final class Findings {
    private final Set<String> stored = new TreeSet<>();
    private final Map<String, TeacherFailure> failures = new TreeMap<>();
    private final Set<String> unknown = new TreeSet<>();
    private final List<String> malformed = new ArrayList<>();

    Report report() {
      return new Report(
          List.copyOf(stored), new TreeMap<>(failures), List.copyOf(unknown), malformed);
    }
  }
}
