package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.winnow.synth.teacher.Fixtures.answer;
import static org.winnow.synth.teacher.Fixtures.failure;
import static org.winnow.synth.teacher.Fixtures.request;
import static org.winnow.synth.teacher.Fixtures.requests;
import static org.winnow.synth.teacher.Fixtures.settings;
import static org.winnow.synth.teacher.Fixtures.texts;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.synth.teacher.ChatServer.Reply;

class CachedTeacherTest {
  @Test
  void theSecondRunSendsNothingAndSaysTheSame(@TempDir Path folder) throws IOException {
    try (ChatServer server = ChatServer.echo()) {
      List<TeacherResult> first = run(server, folder, requests(5));
      List<TeacherResult> second = run(server, folder, requests(5));

      assertThat(server.calls()).hasSize(5);
      assertThat(texts(second)).isEqualTo(texts(first));
      for (int i = 0; i < 5; i++) {
        TeacherAnswer then = answer(first.get(i));
        assertThat(second.get(i)).isEqualTo(then.asCached());
        assertThat(then.cached()).isFalse();
        assertThat(answer(second.get(i)).attempt()).isZero();
      }
    }
  }

  @Test
  void onlyWhatChangesTheRequestIsSentAgain(@TempDir Path folder) throws IOException {
    TeacherRequest request = request("x");
    TeacherRequest otherId =
        new TeacherRequest("other", request.messages(), request.parameters(), Optional.empty(), 0);
    TeacherRequest seeded =
        TeacherRequest.of("id", request.messages(), request.parameters().withSeed(1));
    TeacherRequest seededElse =
        TeacherRequest.of("id", request.messages(), request.parameters().withSeed(2));
    try (ChatServer server = ChatServer.echo()) {
      run(server, folder, List.of(request));
      run(server, folder, List.of(otherId));
      assertThat(server.calls()).hasSize(1);

      run(server, folder, List.of(seeded));
      run(server, folder, List.of(seededElse));
      run(server, folder, List.of(request.withSample(1)));
      assertThat(server.calls()).hasSize(4);
    }
  }

  @Test
  void anotherServerIsNotAskedForWhatOneHasSaid(@TempDir Path folder) throws IOException {
    try (ChatServer one = ChatServer.echo();
        ChatServer other = ChatServer.echo()) {
      run(one, folder, requests(2));
      run(other, folder, requests(3));

      assertThat(other.calls()).hasSize(1);
    }
  }

  @Test
  void readingAnewSendsNothing(@TempDir Path folder) throws IOException {
    try (ChatServer server = ChatServer.echo()) {
      run(server, folder, requests(1));
      PriceList dearer =
          new PriceList(
              Map.of(Fixtures.MODEL, new Price(BigDecimal.TEN, new BigDecimal("100000"))));
      try (Teacher teacher =
          new CachedTeacher(endpoint(server), new AnswerCache(folder), new AnswerReader(dearer))) {
        TeacherAnswer answer = answer(teacher.answer(requests(1)).get(0));

        assertThat(answer.cost().orElseThrow()).isEqualByComparingTo("0.5001");
        assertThat(server.calls()).hasSize(1);
      }
    }
  }

  @Test
  void equalRequestsOfOneListAreAskedOnce(@TempDir Path folder) throws IOException {
    List<TeacherRequest> requests =
        List.of(request("a"), request("b"), request("a"), request("a").withSample(1), request("b"));
    List<Integer> heard = new ArrayList<>();
    try (ChatServer server = ChatServer.start(call -> ChatServer.completion("" + call.number()));
        Teacher teacher = cached(server, folder)) {
      List<TeacherResult> results =
          teacher.answer(
              requests,
              (index, result) -> {
                synchronized (heard) {
                  heard.add(index);
                }
              });

      assertThat(server.calls()).hasSize(3);
      assertThat(answer(results.get(2))).isEqualTo(answer(results.get(0)).asCached());
      assertThat(answer(results.get(4))).isEqualTo(answer(results.get(1)).asCached());
      assertThat(answer(results.get(3)).text()).isNotEqualTo(answer(results.get(0)).text());
      assertThat(heard).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }
  }

  @Test
  void uselessAnswersAreKnownTooAndOtherFailuresAreNot(@TempDir Path folder) throws IOException {
    try (ChatServer server =
        ChatServer.start(
            call ->
                call.text().equals("0")
                    ? Reply.of(200, ChatServer.completion("part", "length", 1, 1))
                    : ChatServer.error(400, "no", "x"))) {
      TeacherFailure cutOff = failure(run(server, folder, requests(2)).get(0));
      List<TeacherResult> again = run(server, folder, requests(2));

      assertThat(again.get(0)).isEqualTo(cutOff.atAttempt(0));
      assertThat(failure(again.get(1)).kind()).isEqualTo(FailureKind.BAD_REQUEST);
      assertThat(server.calls().stream().map(ChatServer.Call::text))
          .containsExactlyInAnyOrder("0", "1", "1");
    }
  }

  @Test
  void replayGivesWhatIsKnownAndSaysWhatIsNot(@TempDir Path folder) throws IOException {
    List<TeacherResult> first;
    try (ChatServer server = ChatServer.echo()) {
      first = run(server, folder, requests(2));
    }
    try (Teacher replay =
        CachedTeacher.replay(new AnswerCache(folder), new AnswerReader(Fixtures.PRICES))) {
      List<TeacherResult> results = replay.answer(requests(3));

      assertThat(results.get(0)).isEqualTo(answer(first.get(0)).asCached());
      assertThat(results.get(1)).isEqualTo(answer(first.get(1)).asCached());
      TeacherFailure missing = failure(results.get(2));
      assertThat(missing.kind()).isEqualTo(FailureKind.NOT_IN_CACHE);
      assertThat(missing.message()).contains(RequestKey.of(request("2")));
    }
  }

  @Test
  void anAnswerIsStoredBeforeTheNextOneComes(@TempDir Path folder) throws IOException {
    AnswerCache cache = new AnswerCache(folder);
    List<Boolean> stored = new ArrayList<>();
    CountDownLatch second = new CountDownLatch(1);
    try (ChatServer server =
            ChatServer.start(
                call -> {
                  if (call.number() == 2) {
                    stored.add(cache.contains(RequestKey.of(request("0"))));
                    second.countDown();
                  }
                  return ChatServer.completion("x");
                });
        Teacher teacher =
            new CachedTeacher(
                EndpointTeacher.open(
                    server.endpoint(),
                    settings(1, 1),
                    Budget.unlimited(),
                    Map.of(),
                    new TestClock()),
                cache,
                new AnswerReader(Fixtures.PRICES))) {
      teacher.answer(requests(2));
    }
    assertThat(second.getCount()).isZero();
    assertThat(stored).containsExactly(true);
  }

  @Test
  void whereverAnEntryIsTornItIsAskedForAgainAndSaid(@TempDir Path folder) throws IOException {
    try (ChatServer server = ChatServer.echo();
        CapturedLog log = CapturedLog.open()) {
      run(server, folder, requests(1));
      Path entry = onlyFile(folder);
      byte[] whole = Files.readAllBytes(entry);
      int times = 1;
      for (int length : List.of(0, 1, 31, 32, 33, whole.length / 2, whole.length - 1)) {
        Files.write(entry, Arrays.copyOf(whole, length));

        TeacherAnswer answer = answer(run(server, folder, requests(1)).get(0));

        times++;
        assertThat(answer.cached()).as("%d bytes", length).isFalse();
        assertThat(answer.text()).isEqualTo("re: 0");
        assertThat(server.calls()).hasSize(times);
        assertThat(Files.readAllBytes(onlyFile(folder))).isEqualTo(whole);
      }
      assertThat(log.lines().stream().filter(line -> line.contains("is damaged"))).hasSize(7);
    }
  }

  @Test
  void whatAKilledWriterLeavesIsNoEntry(@TempDir Path folder) throws IOException {
    AnswerCache cache = new AnswerCache(folder);
    String key = RequestKey.of(request("0"));
    cache.put(key, "whole");
    Path entry = onlyFile(folder);
    Path left = entry.resolveSibling("." + entry.getFileName() + ".1-1-a.tmp");
    Files.move(entry, left);

    assertThat(cache.get(key)).isEmpty();
    assertThat(cache.contains(key)).isFalse();
  }

  private static List<TeacherResult> run(
      ChatServer server, Path folder, List<TeacherRequest> requests) {
    try (Teacher teacher = cached(server, folder)) {
      return teacher.answer(requests);
    }
  }

  private static Teacher cached(ChatServer server, Path folder) {
    return new CachedTeacher(
        endpoint(server), new AnswerCache(folder), new AnswerReader(Fixtures.PRICES));
  }

  private static Teacher endpoint(ChatServer server) {
    return Fixtures.teacher(server, settings(4, 1), Budget.unlimited());
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }
}
