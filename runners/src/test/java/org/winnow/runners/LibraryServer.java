package org.winnow.runners;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A server whose teacher knows a library of problems with their answers. Asked for new items it
 * gives problems of the library, a hash of the request says which; every fifth has a wrong result.
 * Asked a problem of the library it gives the right answer.
 */
final class LibraryServer implements AutoCloseable {
  private final RuleServer server;
  private final List<Map.Entry<String, String>> library;
  private final Map<String, String> answers = new LinkedHashMap<>();

  LibraryServer(List<Map.Entry<String, String>> library) throws IOException {
    this.library = List.copyOf(library);
    library.forEach(problem -> answers.put(problem.getKey(), problem.getValue()));
    server = new RuleServer(this::text);
  }

  String url() {
    return server.url();
  }

  /** Requests that have come in. */
  int requests() {
    return server.requests();
  }

  private String text(JsonNode request) {
    JsonNode messages = request.path("messages");
    if (!messages.path(0).path("role").asText().equals("system")) {
      return answers.getOrDefault(messages.path(0).path("content").asText(), "I do not know.");
    }
    int drawn = Math.floorMod(request.toString().hashCode(), library.size());
    Map.Entry<String, String> problem = library.get(drawn);
    String answer = problem.getValue();
    if (drawn % 5 == 0) {
      answer = answer.replaceAll("<<[^>]*>>", "").replaceFirst("#### .*", "#### 123456");
    }
    return "1. Question: " + problem.getKey() + "\nAnswer: " + answer;
  }

  @Override
  public void close() {
    server.close();
  }
}
