package org.winnow.transforms.hygiene;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.winnow.schemas.Message;
import org.winnow.schemas.Sample;
import org.winnow.schemas.SampleId;
import org.winnow.schemas.Scores;

/**
 * Takes secrets and personal data out of samples: out of their messages, and out of the texts of
 * their meta.
 *
 * <p>A sample whose messages change is another sample: it gets the id of its new messages and keeps
 * domain, origin and weight. Scrubbing a scrubbed sample changes nothing. Names of meta fields and
 * numbers in meta stay as they are.
 */
public final class Scrubber {
  /** Column that counts the pieces of a row that are masked. */
  public static final String MASKED = "scrub.masked";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private final ScrubRules rules;

  /** A scrubber that follows these rules. */
  public Scrubber(ScrubRules rules) {
    this.rules = rules;
  }

  /**
   * A scrubbed sample.
   *
   * @param sample the sample with masks, and with how many in {@value Scrubber#MASKED}
   * @param unwanted how often kinds occur that rows are dropped for
   */
  public record Outcome(Sample sample, Map<SensitiveKind, Integer> unwanted) {}

  /** A piece of text of one kind. */
  private record Piece(SensitiveKind kind, Span span) {}

  /** What was found in one sample. */
  private static final class Tally {
    int masked;
    final Map<SensitiveKind, Integer> unwanted = new TreeMap<>();
  }

  /** The sample without what is masked, and what else was found. */
  public Outcome scrub(Sample sample) {
    Tally tally = new Tally();
    List<Message> messages =
        sample.messages().stream()
            .map(message -> new Message(message.role(), scrub(message.content(), tally)))
            .toList();
    String meta = scrubMeta(sample.meta(), tally);
    Scores scores =
        sample
            .scores()
            .with(
                Scores.of(List.of(MASKED), tally.masked + sample.scores().value(MASKED).orElse(0)));
    return new Outcome(
        new Sample(
            messages.equals(sample.messages()) ? sample.id() : SampleId.of(messages),
            sample.domain(),
            messages,
            sample.origin(),
            meta,
            scores,
            sample.weight()),
        tally.unwanted);
  }

  /** Masks until there is nothing left: a mask may end what hid the piece behind it. */
  private String scrub(String text, Tally tally) {
    for (SensitiveKind kind : SensitiveKind.values()) {
      if (rules.of(kind) == ScrubRules.Action.DROP) {
        int found = find(kind, text).size();
        if (found > 0) {
          tally.unwanted.merge(kind, found, Integer::sum);
        }
      }
    }
    String scrubbed = text;
    for (Collection<Piece> pieces = pieces(text); !pieces.isEmpty(); pieces = pieces(scrubbed)) {
      tally.masked += pieces.size();
      scrubbed = masked(scrubbed, pieces);
    }
    return scrubbed;
  }

  private static String masked(String text, Collection<Piece> pieces) {
    StringBuilder masked = new StringBuilder();
    int from = 0;
    for (Piece piece : pieces) {
      masked.append(text, from, piece.span.start()).append(piece.kind.mask());
      from = piece.span.end();
    }
    return masked.append(text, from, text.length()).toString();
  }

  /** What is masked in a text, in order; pieces that overlap become one, of the first kind. */
  private Collection<Piece> pieces(String text) {
    TreeMap<Integer, Piece> byStart = new TreeMap<>();
    for (SensitiveKind kind : SensitiveKind.values()) {
      if (rules.of(kind) == ScrubRules.Action.MASK) {
        find(kind, text).forEach(span -> add(new Piece(kind, span), byStart));
      }
    }
    return byStart.values();
  }

  private static void add(Piece added, TreeMap<Integer, Piece> byStart) {
    Piece piece = added;
    Map.Entry<Integer, Piece> before = byStart.lowerEntry(piece.span.end());
    while (before != null && before.getValue().span.end() > piece.span.start()) {
      Piece other = before.getValue();
      byStart.remove(before.getKey());
      piece =
          new Piece(
              other.kind.compareTo(piece.kind) <= 0 ? other.kind : piece.kind,
              new Span(
                  Math.min(piece.span.start(), other.span.start()),
                  Math.max(piece.span.end(), other.span.end())));
      before = byStart.lowerEntry(piece.span.end());
    }
    byStart.put(piece.span.start(), piece);
  }

  private List<Span> find(SensitiveKind kind, String text) {
    return switch (kind) {
      case SECRET -> Secrets.find(text);
      case EMAIL -> Accounts.emails(text);
      case IBAN -> Accounts.ibans(text);
      case CARD -> Accounts.cards(text);
      case IP -> IpAddresses.find(text);
      case PHONE -> PhoneNumbers.find(text, rules.phoneRegions());
    };
  }

  private String scrubMeta(String meta, Tally tally) {
    if (meta.equals("{}")) {
      return meta;
    }
    try {
      JsonNode node = JSON.readTree(meta);
      JsonNode scrubbed = scrub(node, tally);
      return scrubbed.equals(node) ? meta : JSON.writeValueAsString(scrubbed);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("meta is no JSON", e);
    }
  }

  private JsonNode scrub(JsonNode node, Tally tally) {
    if (node.isTextual()) {
      return TextNode.valueOf(scrub(node.textValue(), tally));
    }
    if (node.isArray()) {
      ArrayNode list = JSON.createArrayNode();
      node.forEach(item -> list.add(scrub(item, tally)));
      return list;
    }
    if (node.isObject()) {
      ObjectNode object = JSON.createObjectNode();
      node.properties().forEach(e -> object.set(e.getKey(), scrub(e.getValue(), tally)));
      return object;
    }
    return node;
  }
}
