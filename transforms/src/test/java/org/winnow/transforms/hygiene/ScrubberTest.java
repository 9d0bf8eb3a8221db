package org.winnow.transforms.hygiene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.schemas.SampleId;
import org.winnow.schemas.Scores;
import org.winnow.transforms.hygiene.ScrubRules.Action;

/** All keys, numbers and addresses here are made up or published as examples. */
class ScrubberTest {
  private static final String AWS = "AKIA" + "IOSFODNN7EXAMPLE";
  private static final String GITHUB = "ghp_" + "0123456789abcdefghijABCDEFGHIJ456789";
  private static final Scrubber ALL = new Scrubber(rules(Action.MASK, "US"));

  @Test
  void luhnNumbersAreThoseThatNetworksPublishForTests() {
    for (String number :
        List.of(
            "4111111111111111",
            "4012888888881881",
            "4222222222222",
            "5555555555554444",
            "2223003122003222",
            "378282246310005",
            "6011111111111117",
            "30569309025904",
            "3530111333300000",
            "6200000000000005")) {
      assertTrue(Checksums.isLuhn(number), number);
      assertEquals("pay <CARD>.", masked("pay " + number + "."), number);
    }
    assertEquals("pay <CARD> now", masked("pay 4111 1111 1111 1111 now"));
    assertEquals("pay <CARD> now", masked("pay 3782-822463-10005 now"));
    assertFalse(Checksums.isLuhn("4111111111111112"));
  }

  @Test
  void otherLongNumbersAreNoCards() {
    unchanged("4111111111111112"); // checksum
    unchanged("0.4111111111111111");
    unchanged("4111111111111111.5");
    unchanged("1111111111111117"); // no network
    unchanged("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1");
    unchanged("x4111111111111111");
  }

  @Test
  void ibansHaveARightChecksum() {
    // The examples of ISO 13616's registry.
    for (String iban :
        List.of(
            "DE89370400440532013000",
            "GB29 NWBK 6016 1331 9268 19",
            "FR1420041010050500013M02606",
            "NO9386011117947")) {
      assertEquals("to <IBAN>, now", masked("to " + iban + ", now"), iban);
    }
    unchanged("DE88370400440532013000");
  }

  @Test
  void emailsAreMaskedWhole() {
    assertEquals("Ask <EMAIL>.", masked("Ask jo.doe+spam@mail.example.co.uk."));
    assertEquals("(<EMAIL>)", masked("(jörg@straße.de)"));
    assertEquals("a <EMAIL>, <EMAIL>", masked("a b@c.org, d@e.org"));
    unchanged("5 @ 3.50 is 17.50");
    unchanged("import @app/core and x@y");
  }

  @Test
  void publicAddressesAreMaskedAndOthersStay() {
    assertEquals("ping <IP>!", masked("ping 8.8.8.8!"));
    assertEquals("from <IP>.", masked("from 2606:4700:4700::1111."));
    assertEquals("<IP>", masked("2001:4860:4860:0:0:0:0:8888"));
    for (String stays :
        List.of(
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.9.9",
            "203.0.113.7",
            "0.0.0.0",
            "256.1.1.1",
            "v1.2.3.4",
            "1.2.3.4.5",
            "12:30:45",
            "std::vector",
            "2001:db8::1",
            "::1")) {
      unchanged(stays);
    }
  }

  @Test
  void keysAreFoundByTheirPrefixes() {
    for (String key :
        List.of(
            AWS,
            GITHUB,
            "sk-" + "proj-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789",
            "hf_" + "abcdefghijABCDEFGHIJabcdefghijABCD",
            "AIza" + "SyA0123456789abcdefghijklmnopqrstuv",
            "xoxb-" + "123456789012-abcdefABCDEF")) {
      assertEquals("key <SECRET> here", masked("key " + key + " here"), key);
    }
    unchanged("a sk-learn-like-name-of-a-css-class-that-is-long");
    unchanged("AKIA is a prefix");
  }

  @Test
  void privateKeysAreMaskedToTheirEnd() {
    String begin = "-----BEGIN RSA PRIVATE KEY-----";
    String end = "-----END RSA PRIVATE KEY-----";

    assertEquals(
        "a <SECRET> b <SECRET> c",
        masked("a " + begin + "\nMIIB\n" + end + " b " + begin + "\nMIIC\n" + end + " c"));
    assertEquals("a <SECRET>", masked("a " + begin + "\nMIIBcut"));
    unchanged("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----");
  }

  @Test
  void assignedValuesAreSecretsIfTheyLookRandom() {
    assertEquals("API_KEY = \"<SECRET>\"", masked("API_KEY = \"q8Zr3kLw9TbXv2NcYp5M\""));
    assertEquals("password: <SECRET>", masked("password: q8Zr3kLw9TbXv2NcYp5M"));
    unchanged("token = \"end_of_sequence_token\"");
    unchanged("password: aaaaaaaaaaaaaaaaaaa1");
    unchanged("secret: a long walk home");
  }

  @Test
  void phoneNumbersAreValidAndGrouped() {
    assertEquals("Call <PHONE> or <PHONE>.", masked("Call +1 650-253-0000 or (650) 253-0000."));
    assertEquals("Ruf <PHONE> an", masked("Ruf +49 30 303986300 an"));
    unchanged("48/2 = 24, 48 + 24 = 72, 1234567890 / 10 = 123456789");
    unchanged("He earns $650, 253 and 0000 more");

    Scrubber nowhere = new Scrubber(rules(Action.MASK));
    assertEquals("(650) 253-0000", text(nowhere, "(650) 253-0000"));
    assertEquals("<PHONE>", text(nowhere, "+1 650-253-0000"));

    Scrubber germany = new Scrubber(rules(Action.MASK, "DE"));
    assertEquals("<PHONE>", text(germany, "030 303986300"));
    String sum = "1200+240+200=<<1200+240+200=1640>>1640, from 1921 - 1924";
    assertEquals(sum, text(germany, sum));
    assertEquals("6502530000", masked("6502530000"));
  }

  @Test
  void overlappingPiecesBecomeOneOfTheFirstKind() {
    assertEquals("<EMAIL>", masked("4111111111111111@bank.example.org"));
    assertEquals("token=<SECRET>", masked("token=q8Zr3kLw9TbXv2NcYp5M+1 650-253-0000"));
  }

  @Test
  void aMaskedSampleIsAnotherSample() {
    Sample sample =
        new Sample(
            "0".repeat(32),
            "chats",
            List.of(new Message(Role.USER, "I am b@c.org"), new Message(Role.ASSISTANT, "Hi")),
            Origin.ofRow("a.jsonl", 7),
            "{\"by\":\"x\\nb@c.org\",\"n\":1.50,\"tags\":[\"8.8.8.8\",null]}",
            Scores.none(),
            0.5);

    Scrubber.Outcome outcome = ALL.scrub(sample);

    Sample scrubbed = outcome.sample();
    assertEquals(Map.of(), outcome.unwanted());
    assertEquals("I am <EMAIL>", scrubbed.messages().get(0).content());
    assertEquals(SampleId.of(scrubbed.messages()), scrubbed.id());
    assertEquals("{\"by\":\"x\\n<EMAIL>\",\"n\":1.50,\"tags\":[\"<IP>\",null]}", scrubbed.meta());
    assertEquals(3, scrubbed.scores().value("scrub.masked").orElseThrow());
    assertEquals(sample.origin(), scrubbed.origin());
    assertEquals(0.5, scrubbed.weight());
    assertEquals(scrubbed, ALL.scrub(scrubbed).sample());
  }

  @Test
  void whatIsDroppedForIsCountedAndNotMasked() {
    Map<SensitiveKind, Action> actions = actions(Action.KEEP);
    actions.put(SensitiveKind.EMAIL, Action.DROP);
    Scrubber scrubber = new Scrubber(new ScrubRules(actions, List.of()));
    Sample sample = sample("b@c.org and d@e.org from 8.8.8.8");

    Scrubber.Outcome outcome = scrubber.scrub(sample);

    assertEquals(Map.of(SensitiveKind.EMAIL, 2), outcome.unwanted());
    assertEquals(sample.messages(), outcome.sample().messages());
  }

  @Property
  void scrubbingTwiceIsScrubbingOnce(@ForAll("texts") String text) {
    String once = masked(text);

    assertEquals(once, masked(once));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "b@c.org",
            "4111111111111111",
            "8.8.8.8",
            "+1 650-253-0000",
            "(650) 253-0000",
            AWS,
            GITHUB,
            "token=",
            "password: ",
            "q8Zr3kLw9TbXv2NcYp5M",
            "DE89370400440532013000",
            "-----BEGIN PRIVATE KEY-----",
            " ",
            "x",
            "-",
            ".",
            "\n",
            "@",
            "12",
            "é")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  private static void unchanged(String text) {
    assertEquals(text, masked(text));
  }

  private static String masked(String text) {
    return text(ALL, text);
  }

  private static String text(Scrubber scrubber, String text) {
    return scrubber.scrub(sample(text)).sample().messages().get(0).content();
  }

  private static Sample sample(String text) {
    return Sample.of(
        "a",
        List.of(new Message(Role.USER, text), new Message(Role.ASSISTANT, "Fine.")),
        Origin.ofRow("a.jsonl", 1),
        "{}");
  }

  private static ScrubRules rules(Action action, String... regions) {
    return new ScrubRules(actions(action), List.of(regions));
  }

  private static Map<SensitiveKind, Action> actions(Action action) {
    Map<SensitiveKind, Action> actions = new EnumMap<>(SensitiveKind.class);
    for (SensitiveKind kind : SensitiveKind.values()) {
      actions.put(kind, action);
    }
    return actions;
  }
}
