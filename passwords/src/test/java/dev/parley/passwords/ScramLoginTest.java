package dev.parley.passwords;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Tests both sides of a login, also with a man in the middle.
class ScramLoginTest {
  private static final Verifier ALICES =
      Verifier.of(Side.password("wonderland"), Side.ENTROPY, Side.ITERATIONS);
  private static final Users USERS = Users.of(Map.of("alice", ALICES), Side.ENTROPY);
  private static final EnumSet<Binding> BOTH = EnumSet.allOf(Binding.class);
  private static final String CLIENT_FIRST = "p=tls-exporter,,n=alice,r=abcdefghijklmnopqrstuvwx\n";

  // Successful logins.

  @Test
  void rightPasswordOpensBothSides() throws ProtocolException {
    Side server = Side.server(USERS, Channel.HERE);
    Side client = Side.client("alice", "wonderland", Channel.HERE);
    client.send("hello ");
    server.send("welcome");
    Side.talk(server, client);
    assertTrue(server.isOpen());
    assertTrue(client.isOpen());
    assertEquals("alice", server.layer.login().principal());
    client.send("world");
    server.receive(client.say());
    assertEquals("welcome", client.heard());
  }

  @Test
  void whatWasSaidEarlyLeavesBehindTheLogin() throws ProtocolException {
    List<String> said = new ArrayList<>();
    Side server = Side.server(USERS, Channel.HERE);
    Side client = Side.client("alice", "wonderland", Channel.HERE);
    server.send("welcome");
    client.send("hello");
    assertTrue(client.layer.state().heldBytes() > 0);
    assertEquals(5, client.layer.state().heldBytes());
    client.receive(server.say());
    server.receive(client.say());
    client.receive(server.say());
    server.receive(client.say());
    said.add(server.say());
    assertTrue(said.getFirst().startsWith("v="));
    assertTrue(said.getFirst().endsWith("\nwelcome"));
    client.receive(said.getFirst());
    assertEquals("welcome", client.heard());
    assertEquals("hello", client.say());
    assertEquals(0, client.layer.state().heldBytes());
  }

  @Test
  void everySplitOfEachMessageIsUnderstood() throws ProtocolException {
    Credentials alice = new Credentials("alice", Side.password("wonderland"));
    for (int split = 0; split < 130; split++) {
      Side server = Side.server(USERS, Channel.HERE);
      Side client = Side.client(alice, Binding.TLS_EXPORTER, Channel.HERE);
      for (String said = server.say(); !said.isEmpty(); said = server.say()) {
        inTwo(said, split, client);
        inTwo(client.say(), split, server);
      }
      assertTrue(server.isOpen() && client.isOpen(), "split at " + split);
    }
  }

  @Test
  void oneByteAtATimeIsUnderstood() throws ProtocolException {
    Side server = Side.server(USERS, Channel.HERE);
    Side client = Side.client("alice", "wonderland", Channel.HERE);
    for (String said = server.say(); !said.isEmpty(); said = server.say()) {
      byByte(said, client);
      byByte(client.say(), server);
    }
    assertTrue(server.isOpen() && client.isOpen());
  }

  @Test
  void keysAreDerivedOnceForManyLogins() throws ProtocolException {
    Credentials alice = new Credentials("alice", Side.password("wonderland"));
    int works = 0;
    for (int i = 0; i < 3; i++) {
      Side client = Side.client(alice, Binding.TLS_EXPORTER, Channel.HERE);
      Side.talk(Side.server(USERS, Channel.HERE), client);
      assertTrue(client.isOpen());
      works += client.works;
    }
    assertEquals(1, works);
  }

  @Test
  void withoutBindingOnlyOverVerifiedCertificateAndWhereTheServerAllows() throws ProtocolException {
    Side server = Side.server(USERS, BOTH, Channel.WITHOUT_BINDING);
    Side client = Side.client("alice", "wonderland", Binding.NONE, Channel.VERIFIED);
    Side.talk(server, client);
    assertTrue(server.isOpen() && client.isOpen());

    Side unverified = Side.client("alice", "wonderland", Binding.NONE, Channel.HERE);
    refusal(unverified, "Parley scram 1 SCRAM-SHA-256-PLUS SCRAM-SHA-256\n");
    assertEquals("", unverified.say(), "not even its name");
    Side disallowed = Side.client("alice", "wonderland", Binding.NONE, Channel.VERIFIED);
    refusal(disallowed, "Parley scram 1 SCRAM-SHA-256-PLUS\n");
    assertEquals("", disallowed.say());
  }

  // Failed logins, which all look the same.

  @Test
  void unknownNameWrongPasswordAndWrongBindingAreToldTheSame() throws ProtocolException {
    for (Side client :
        List.of(
            Side.client("alice", "wonderlanD", Channel.HERE),
            Side.client("nobody", "wonderland", Channel.HERE),
            Side.client("alice", "wonderland", Channel.ELSEWHERE))) {
      Side server = Side.server(USERS, Channel.HERE);
      client.receive(server.say());
      server.receive(client.say());
      client.receive(server.say());
      String last = client.say();
      refusal(server, last);
      String answer = server.say();
      assertEquals("e=invalid-proof\n", answer);
      ProtocolException refused = refusal(client, answer);
      assertTrue(refused.getMessage().contains("the name or the password is wrong"));
      assertFalse(server.isOpen() || client.isOpen());
      assertNull(server.layer.login().principal());
    }
  }

  @Test
  void ourOwnLogSaysWhatWasWrong() throws ProtocolException {
    assertTrue(serversReason("alice", "wrong", Channel.HERE).contains("the password is wrong"));
    assertTrue(serversReason("bob", "wonderland", Channel.HERE).contains("no such user"));
    assertTrue(
        serversReason("alice", "wonderland", Channel.ELSEWHERE)
            .contains("somebody sits in between"));
  }

  private static String serversReason(String name, String password, Channel clientsEnd)
      throws ProtocolException {
    Side server = Side.server(USERS, Channel.HERE);
    Side client = Side.client(name, password, clientsEnd);
    client.receive(server.say());
    server.receive(client.say());
    client.receive(server.say());
    return String.valueOf(refusal(server, client.say()).getMessage());
  }

  @Test
  void unknownNamesHaveASaltThatStays() throws ProtocolException {
    String first = saltAndIterations(USERS, "nobody");
    assertEquals(first, saltAndIterations(USERS, "nobody"));
    assertNotEquals(first, saltAndIterations(USERS, "nobody2"));
    assertEquals(saltAndIterations(USERS, "alice").length(), first.length());
    assertTrue(first.endsWith(",i=" + Side.ITERATIONS), first);

    // From a file: the same across restarts.
    UsersFile file = UsersFile.empty(Side.ENTROPY).with("alice", ALICES);
    byte[] content = file.toBytes();
    Users today = Users.of(UsersFile.parse(content), Side.ENTROPY);
    Users tomorrow = Users.of(UsersFile.parse(content), Side.ENTROPY);
    assertEquals(saltAndIterations(today, "nobody"), saltAndIterations(tomorrow, "nobody"));
    today.replace(file.with("bob", ALICES));
    assertEquals(saltAndIterations(today, "nobody"), saltAndIterations(tomorrow, "nobody"));
  }

  private static String saltAndIterations(Users users, String name) throws ProtocolException {
    Side server = Side.server(users, Channel.HERE);
    server.say();
    server.receive(CLIENT_FIRST.replace("alice", name));
    Matcher answer =
        Pattern.compile("r=abcdefghijklmnopqrstuvwx[A-Za-z0-9+/]{24},(s=.*,i=[0-9]+)\n")
            .matcher(server.say());
    assertTrue(answer.matches());
    return answer.group(1);
  }

  @Test
  void namesThatNobodyCanHaveAreUnknownOnesToo() throws ProtocolException {
    for (String name : List.of("ålice", "a=2Cb", "alice=3D", " ", "\u001b[2J", "x".repeat(500))) {
      assertNotNull(saltAndIterations(USERS, name));
    }
    String reason = reasonFor("\u001b[2J");
    assertFalse(reason.contains("\u001b") || reason.contains("[2J"), reason);
  }

  private static String reasonFor(String name) throws ProtocolException {
    Side server = Side.server(USERS, Channel.HERE);
    server.say();
    server.receive(CLIENT_FIRST.replace("alice", name));
    String nonce = server.say().substring(2).split(",", 2)[0];
    String channel = Gs2Header.BOUND.channel(Channel.HERE);
    return String.valueOf(
        refusal(server, "c=" + channel + ",r=" + nonce + ",p=" + "A".repeat(43) + "=\n")
            .getMessage());
  }

  // Downgrades.

  @Test
  void aClientThatBelievesWeCannotBindIsRefused() {
    Side server = Side.server(USERS, BOTH, Channel.HERE);
    server.say();
    refusal(server, "y,,n=alice,r=abcdefghijklmnopqrstuvwx\n");
    assertEquals("e=server-does-support-channel-binding\n", server.say());
  }

  @Test
  void aClientThatDoesNotBindIsRefusedWhereItMust() {
    Side server = Side.server(USERS, Channel.HERE);
    server.say();
    refusal(server, "n,,n=alice,r=abcdefghijklmnopqrstuvwx\n");
    assertEquals("e=other-error\n", server.say());
  }

  @Test
  void otherBindingsAreRefused() {
    Side server = Side.server(USERS, BOTH, Channel.HERE);
    server.say();
    refusal(server, "p=tls-unique,,n=alice,r=abcdefghijklmnopqrstuvwx\n");
    assertEquals("e=unsupported-channel-binding-type\n", server.say());
    Side without = Side.server(USERS, BOTH, Channel.WITHOUT_BINDING);
    without.say();
    refusal(without, CLIENT_FIRST);
    assertEquals("e=channel-binding-not-supported\n", without.say());
  }

  @Test
  void bindingsOfOtherBytesOrOfAnotherHeaderAreRefused() throws ProtocolException {
    // The client says n and signs that it said p, as if its first message had been changed in
    // transit.
    Side server = Side.server(USERS, BOTH, Channel.HERE);
    Side client = Side.client("alice", "wonderland", Channel.HERE);
    server.say();
    client.receive("Parley scram 1 SCRAM-SHA-256-PLUS SCRAM-SHA-256\n");
    server.receive(client.say().replace("p=tls-exporter", "n"));
    client.receive(server.say());
    refusal(server, client.say());
    assertEquals("e=invalid-proof\n", server.say());
  }

  @Test
  void openingsThatSayOtherwiseEndTheSessionBeforeAnythingIsSaid() {
    for (String opening :
        List.of(
            "Parley scram 2 SCRAM-SHA-256-PLUS\n",
            "Parley scram 1 SCRAM-SHA-256\n",
            "Parley scram 1 SCRAM-SHA-1-PLUS\n",
            "Parley scram 1\n",
            "Parley scram \n",
            "Parley sealed\n",
            "HTTP/1.1 400 Bad Request\r\n",
            "welcome\n",
            "w")) {
      Side client = Side.client("alice", "wonderland", Channel.HERE);
      refusal(client, opening);
      assertEquals("", client.say());
    }
    Side without = Side.client("alice", "wonderland", Channel.WITHOUT_BINDING);
    refusal(without, "Parley scram 1 SCRAM-SHA-256-PLUS\n");
    assertEquals("", without.say());
  }

  @Test
  void whatIsNoLoginIsRefusedAtItsFirstBytes() {
    for (String begin :
        List.of("G", "GET / HTTP/1.1\r\n", "hello\n", "\0\0\0\5hello", "px", "\n")) {
      Side server = Side.server(USERS, Channel.HERE);
      server.say();
      refusal(server, begin);
      assertEquals("", server.say());
    }
  }

  @Test
  void messagesWithMoreThanWeKnowAreRefused() {
    for (String first :
        List.of(
            "p=tls-exporter,a=bob,n=alice,r=abc\n",
            "p=tls-exporter,,m=x,n=alice,r=abc\n",
            "p=tls-exporter,,n=alice,r=abc,x=y\n",
            "p=tls-exporter,,n=,r=abc\n",
            "p=tls-exporter,,n=alice,r=\n",
            "p=tls-exporter,,n=al=ice,r=abc\n",
            "p=tls-exporter,,n=alice,r=a c\n",
            "p=tls-exporter,,n=alice\n",
            "p=tls-exporter,,n=alice,r=" + "x".repeat(ClientFirst.MAX_NONCE + 1) + "\n",
            "p=,,n=alice,r=abc\n")) {
      Side server = Side.server(USERS, Channel.HERE);
      server.say();
      refusal(server, first);
      assertEquals("", server.say());
    }
  }

  // Replayed and changed messages.

  @Test
  void aRecordedLoginIsWorthNothing() throws ProtocolException {
    Side server = Side.server(USERS, Channel.HERE);
    Side client = Side.client("alice", "wonderland", Channel.HERE);
    client.receive(server.say());
    String first = client.say();
    server.receive(first);
    client.receive(server.say());
    String last = client.say();
    server.receive(last);
    assertTrue(server.isOpen());

    for (int i = 0; i < 100; i++) {
      Side again = Side.server(USERS, Channel.HERE);
      again.receive(first);
      refusal(again, last);
      assertFalse(again.isOpen());
    }
  }

  @Test
  void oneAttemptIsAllThereIs() throws ProtocolException {
    Side server = Side.server(USERS, Channel.HERE);
    Side client = Side.client("alice", "wrong", Channel.HERE);
    client.receive(server.say());
    server.receive(client.say());
    client.receive(server.say());
    refusal(server, client.say());
    server.say();
    refusal(server, CLIENT_FIRST);
    assertEquals("", server.say());
  }

  @Test
  void aServersAnswerToAnotherLoginIsRefused() throws ProtocolException {
    Side client = Side.client("alice", "wonderland", Channel.HERE);
    client.receive("Parley scram 1 SCRAM-SHA-256-PLUS\n");
    String nonce = client.say().replaceFirst("(?s).*,r=(.*)\n", "$1");
    String rest = ",s=" + ALICES.saltText() + ",i=" + Side.ITERATIONS + "\n";
    refusal(begun("Parley scram 1 SCRAM-SHA-256-PLUS\n"), "r=other" + nonce + rest);
    refusal(client, "r=" + nonce + rest);
  }

  private static Side begun(String opening) throws ProtocolException {
    Side client = Side.client("alice", "wonderland", Channel.HERE);
    client.receive(opening);
    client.say();
    return client;
  }

  @Test
  void aServerThatDoesNotKnowThePasswordIsNotBelieved() throws ProtocolException {
    Users impostor =
        Users.of(
            Map.of("alice", Verifier.of(Side.password("guess"), Side.ENTROPY, Side.ITERATIONS)),
            Side.ENTROPY);
    Side server = Side.server(impostor, Channel.HERE);
    Side client = Side.client("alice", "wonderland", Channel.HERE);
    client.receive(server.say());
    server.receive(client.say());
    client.receive(server.say());
    client.say();
    ProtocolException refused = refusal(client, "v=" + "A".repeat(43) + "=\nwelcome");
    assertTrue(refused.getMessage().contains("do not trust it"));
    assertEquals("", client.heard());
    assertFalse(client.isOpen());
  }

  @Test
  void everyFlippedBitOfEveryMessageEndsTheLogin() throws ProtocolException {
    Credentials alice = new Credentials("alice", Side.password("wonderland"));
    for (int message = 0; message < 5; message++) {
      int bits = 8 * 40;
      for (int bit = 0; bit < bits; bit++) {
        Side server = Side.server(USERS, Channel.HERE);
        Side client = Side.client(alice, Binding.TLS_EXPORTER, Channel.HERE);
        bits = 8 * flipped(server, client, message, bit);
        boolean isLast = message == 4; // sent once the client is admitted
        String where = "bit " + bit + " of message " + message;
        assertFalse(client.isOpen(), where);
        assertEquals(isLast, server.isOpen(), where);
      }
    }
  }

  /// Exchanges all messages with one bit of one message flipped; returns the length of that
  /// message.
  private static int flipped(Side server, Side client, int message, int bit) {
    int length = 0;
    try {
      Side from = server;
      Side to = client;
      for (int i = 0; i < 5; i++) {
        byte[] said = from.say().getBytes(UTF_8);
        if (i == message) {
          length = said.length;
          said[bit / 8] ^= (byte) (1 << (bit % 8));
        }
        to.receive(said);
        Side next = from;
        from = to;
        to = next;
      }
    } catch (ProtocolException e) {
      assertRefusal(e);
    }
    return length;
  }

  @Test
  void everyEndBeforeTheLoginIsOverIsAFault() throws ProtocolException {
    Credentials alice = new Credentials("alice", Side.password("wonderland"));
    for (int message = 0; message < 5; message++) {
      int length = 1;
      for (int cut = 0; cut < length; cut++) {
        Side server = Side.server(USERS, Channel.HERE);
        Side client = Side.client(alice, Binding.TLS_EXPORTER, Channel.HERE);
        Side from = server;
        Side to = client;
        for (int i = 0; i < message; i++) {
          to.receive(from.say());
          Side next = from;
          from = to;
          to = next;
        }
        byte[] said = from.say().getBytes(UTF_8);
        length = said.length;
        to.receive(said, 0, cut);
        assertFalse(to.isOpen());
        ProtocolException ended = assertThrows(ProtocolException.class, to.layer::end);
        assertEquals(ProtocolException.Fault.LOGIN, ended.fault());
        assertEquals("", to.heard());
      }
    }
  }

  @Test
  void whoTalksOnInsteadOfWaitingIsRefused() throws ProtocolException {
    Side server = Side.server(USERS, Channel.HERE);
    server.say();
    refusal(server, CLIENT_FIRST + "c");

    Side again = Side.server(USERS, Channel.HERE);
    Side client = Side.client("alice", "wonderland", Channel.HERE);
    client.receive(again.say());
    again.receive(client.say());
    client.receive(again.say());
    refusal(again, client.say() + "h");
    assertFalse(again.isOpen());

    refusal(begun("Parley scram 1 SCRAM-SHA-256-PLUS\n"), "r=a,s=QUFBQUFBQUE=,i=15000\nv");
    refusal(
        Side.client("alice", "wonderland", Channel.HERE), "Parley scram 1 SCRAM-SHA-256-PLUS\nr");
  }

  // Bounds.

  @Test
  void linesHaveALongestLength() throws ProtocolException {
    String head = "p=tls-exporter,,n=";
    String tail = ",r=abc\n";
    int room = LoginLine.MAX_LENGTH - head.length() - tail.length();
    Side longest = Side.server(USERS, Channel.HERE);
    longest.say();
    longest.receive(head + "x".repeat(room) + tail);
    assertTrue(longest.say().startsWith("r=abc"));
    Side tooLong = Side.server(USERS, Channel.HERE);
    tooLong.say();
    ProtocolException refused = refusal(tooLong, head + "x".repeat(room + 1) + tail);
    assertEquals("a line of a login is longer than 1024 bytes", refused.getMessage());
  }

  @Test
  void theLongestNonceIsAnsweredInALine() throws ProtocolException {
    Side server = Side.server(USERS, Channel.HERE);
    server.say();
    server.receive("p=tls-exporter,,n=alice,r=" + "x".repeat(ClientFirst.MAX_NONCE) + "\n");
    assertTrue(server.say().length() <= LoginLine.MAX_LENGTH);
  }

  @Test
  void iterationsHaveBounds() throws ProtocolException {
    assertNotNull(workFor(Verifier.MIN_ITERATIONS));
    assertNotNull(workFor(Verifier.MAX_ITERATIONS));
    for (String iterations : List.of("14999", "10000001", "999999999999", "0", "-1", "015000")) {
      Side client = begun("Parley scram 1 SCRAM-SHA-256-PLUS\n");
      refusal(client, serverFirst(client, iterations));
      assertNull(client.layer.login().work());
    }
  }

  @Test
  void aServerThatWasNotVerifiedMayNotAskForFewIterations() throws ProtocolException {
    assertNotNull(workFor(Side.client(Channel.HERE, 0), 600_000));
    Side client = Side.client(Channel.HERE, 0);
    client.receive("Parley scram 1 SCRAM-SHA-256-PLUS\n");
    String said = String.valueOf(refusal(client, serverFirst(client, "599999")).getMessage());
    assertTrue(said.contains("asks for 599999 iterations"), said);
    assertTrue(said.contains("fewer than 600000"), said);
    assertTrue(said.contains("minIterations"), said);
    assertNull(client.layer.login().work());
  }

  @Test
  void aServerThatWasVerifiedMay() throws ProtocolException {
    assertNotNull(workFor(Side.client(Channel.VERIFIED, 0), Verifier.MIN_ITERATIONS));
  }

  @Test
  void theLeastIterationsCanBeSetForBoth() throws ProtocolException {
    for (Channel channel : List.of(Channel.HERE, Channel.VERIFIED)) {
      assertNotNull(workFor(Side.client(channel, 20_000), 20_000));
      Side client = Side.client(channel, 20_000);
      client.receive("Parley scram 1 SCRAM-SHA-256-PLUS\n");
      String said = String.valueOf(refusal(client, serverFirst(client, "19999")).getMessage());
      assertTrue(said.contains("asks for 19999 iterations"), said);
      assertTrue(said.contains("fewer than 20000"), said);
      assertTrue(said.contains("minIterations"), said);
    }
    for (int iterations : List.of(14_999, 10_000_001)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Scram.client("alice", Side.password("x"), Binding.TLS_EXPORTER, iterations));
    }
  }

  private static Runnable workFor(int iterations) throws ProtocolException {
    return workFor(Side.client("alice", "wonderland", Channel.HERE), iterations);
  }

  private static Runnable workFor(Side client, int iterations) throws ProtocolException {
    client.receive("Parley scram 1 SCRAM-SHA-256-PLUS\n");
    byte[] answer = serverFirst(client, String.valueOf(iterations)).getBytes(UTF_8);
    client.layer.receive(ByteBuffer.wrap(answer), _ -> {}, _ -> {});
    Runnable work = client.layer.login().work();
    assertNull(client.layer.login().work(), "given out once");
    return work;
  }

  private static String serverFirst(Side client, String iterations) {
    String nonce = client.say().replaceFirst("(?s).*,r=(.*)\n", "$1");
    return "r=" + nonce + "server,s=QUFBQUFBQUE=,i=" + iterations + "\n";
  }

  @Test
  void nothingIsSaidWhileKeysAreDerived() throws ProtocolException {
    Side client = Side.client("alice", "wonderland", Channel.HERE);
    client.receive("Parley scram 1 SCRAM-SHA-256-PLUS\n");
    byte[] answer = serverFirst(client, "15000").getBytes(UTF_8);
    StringBuilder said = new StringBuilder();
    client.layer.receive(
        ByteBuffer.wrap(answer), _ -> {}, bytes -> said.append(UTF_8.decode(bytes)));
    Runnable work = client.layer.login().work();
    assertEquals("", said.toString());
    assertNotNull(work);
    work.run();
  }

  // Users are added and removed.

  @Test
  void removedUsersAndThoseWithANewPasswordAreRevoked() throws ProtocolException {
    UsersFile file = UsersFile.empty(Side.ENTROPY).with("alice", ALICES);
    Users users = Users.of(file, Side.ENTROPY);
    Side server = Side.server(users, Channel.HERE);
    Side.talk(server, Side.client("alice", "wonderland", Channel.HERE));
    ScramServer layer = (ScramServer) server.layer;
    assertFalse(layer.login().isRevoked());
    users.replace(UsersFile.parse(file.toBytes()));
    assertFalse(layer.login().isRevoked(), "the same, read again");
    users.replace(
        file.with("alice", Verifier.of(Side.password("other"), Side.ENTROPY, Side.ITERATIONS)));
    assertTrue(layer.login().isRevoked());
    users.replace(file);
    assertFalse(layer.login().isRevoked());
    users.replace(file.without("alice"));
    assertTrue(layer.login().isRevoked());
  }

  private static ProtocolException refusal(Side side, String wire) {
    ProtocolException refused =
        assertThrows(ProtocolException.class, () -> side.receive(wire), wire);
    assertRefusal(refused);
    return refused;
  }

  private static void assertRefusal(ProtocolException e) {
    assertTrue(
        e.fault() == ProtocolException.Fault.LOGIN
            || e.fault() == ProtocolException.Fault.WRONG_PROOF,
        e::toString);
  }

  private static void inTwo(String text, int split, Side side) throws ProtocolException {
    byte[] wire = text.getBytes(UTF_8);
    int at = Math.min(split, wire.length);
    side.receive(wire, 0, at);
    side.receive(wire, at, wire.length);
  }

  private static void byByte(String text, Side side) throws ProtocolException {
    byte[] wire = text.getBytes(UTF_8);
    for (int i = 0; i < wire.length; i++) {
      side.receive(wire, i, i + 1);
    }
  }
}
