package dev.parley;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Aead;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.ManInTheMiddle;
import dev.parley.testing.ManInTheMiddle.Way;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A sealed server and a sealed client with a man in the middle who can read and change everything.
/// Whatever he does, each side ends with the right reason and receives only what the other sent, in
/// order and from the beginning, and the server tells a stranger nothing but its opening.
class SealedMiddleTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());
  private static final Security SEALED = Sealed.with(KEY);
  private static final long PATIENCE_SECONDS = Wait.SECONDS;

  private static final int OPENING = 48;
  private static final int HELLO = 1 + "laptop".length() + 4 + 2 + 32 + 10 + 16;
  private static final int ANSWER = 2 + 32 + 10 + 16;
  private static final int RECORD = 2 + "one\n".length() + 16;
  private static final int END = 2 + 16;

  private final Side atServer = new Side();
  private final Side atClient = new Side();
  private Server server;
  private Connector clients;

  /// Records the callbacks and events of one honest side, for one session at a time.
  private static final class Side implements Handler, Consumer<Event> {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Session> opened = new CompletableFuture<>();
    private volatile CompletableFuture<Event.SessionClosed> closed = new CompletableFuture<>();

    @Override
    public void opened(Session session) {
      opened.complete(session);
    }

    @Override
    public void received(Session session, Message message) {
      heard.add(message.text());
    }

    @Override
    public void accept(Event event) {
      if (event instanceof Event.SessionClosed end) {
        closed.complete(end);
      }
    }

    void forget() {
      opened = new CompletableFuture<>();
      closed = new CompletableFuture<>();
      heard.clear();
    }

    /// Waits until the session is open.
    Session session() {
      return opened.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /// Waits until the session has ended.
    Event.SessionClosed end() {
      return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /// Waits for the end, and asserts its reason and what was received before.
    void assertEnded(CloseReason reason, String... words) {
      Event.SessionClosed end = end();
      assertEquals(reason, end.reason(), end.detail());
      assertEquals(List.of(words), heard);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = serve(SEALED);
    clients =
        Connector.open(
            1, ClientOptions.defaults().withSecurity(SEALED).withEvents(atClient), atClient);
  }

  @AfterEach
  void close() {
    clients.close();
    server.close();
  }

  private Server serve(Security security) throws IOException {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .security(security)
        .handler(atServer)
        .events(atServer)
        .start();
  }

  private Talk talk() throws IOException {
    return new Talk(server, clients);
  }

  /// One client, and the man in the middle that it connected to instead of the server.
  private final class Talk implements AutoCloseable {
    final ManInTheMiddle middle;
    final CompletableFuture<Void> call;

    Talk(Server server, Connector connector) throws IOException {
      atServer.forget();
      atClient.forget();
      middle = ManInTheMiddle.before(server.address());
      Address address = middle.address();
      call = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              connector.connect(address);
            } catch (IOException e) {
              // Refused: the event tells why.
            } finally {
              call.complete(null);
            }
          });
      middle.join();
    }

    byte[] opening() throws IOException {
      return middle.take(Way.TO_CLIENT, OPENING);
    }

    byte[] hello() throws IOException {
      return middle.take(Way.TO_SERVER, HELLO);
    }

    byte[] answer() throws IOException {
      return middle.take(Way.TO_CLIENT, ANSWER);
    }

    Talk login() throws IOException {
      middle.give(Way.TO_CLIENT, opening());
      middle.give(Way.TO_SERVER, hello());
      middle.give(Way.TO_CLIENT, answer());
      return this;
    }

    /// Makes the honest side send a message, and takes its record.
    byte[] says(Way way, String word) throws IOException {
      sayer(way).session().send(word);
      return middle.take(way, 2 + word.length() + 1 + 16);
    }

    /// Makes the honest side end, and takes the record that says so.
    byte[] ends(Way way) throws IOException {
      sayer(way).session().close();
      return middle.take(way, END);
    }

    void give(Way way, byte[] bytes) throws IOException {
      middle.give(way, bytes);
    }

    /// Ends both directions, and returns what was still sent in each.
    byte[][] hangUp() throws IOException {
      middle.end(Way.TO_SERVER);
      middle.end(Way.TO_CLIENT);
      byte[] fromServer = middle.takeAll(Way.TO_CLIENT);
      byte[] fromClient = middle.takeAll(Way.TO_SERVER);
      return new byte[][] {fromServer, fromClient};
    }

    /// Hangs up on a server that has not verified the key: it has sent nothing since its opening.
    void hangUpOnStranger() throws IOException {
      assertEquals(0, hangUp()[0].length, "the server answered a stranger");
    }

    @Override
    public void close() throws IOException {
      middle.close();
      atClient.end();
      atServer.end();
      call.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
  }

  private Side sayer(Way way) {
    return way == Way.TO_SERVER ? atClient : atServer;
  }

  private Side hearer(Way way) {
    return sayer(way.back());
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }

  @Test
  void whoPassesEverythingOnIsNotNoticed() throws IOException {
    try (Talk talk = talk().login()) {
      talk.give(Way.TO_SERVER, talk.says(Way.TO_SERVER, "one"));
      talk.give(Way.TO_CLIENT, talk.says(Way.TO_CLIENT, "ONE"));
      talk.give(Way.TO_SERVER, talk.says(Way.TO_SERVER, "two"));
      talk.give(Way.TO_SERVER, talk.ends(Way.TO_SERVER));
      talk.middle.end(Way.TO_SERVER);
      talk.give(Way.TO_CLIENT, talk.middle.takeAll(Way.TO_CLIENT));
      talk.middle.end(Way.TO_CLIENT);
      atServer.assertEnded(CloseReason.PEER_CLOSED, "one", "two");
      atClient.assertEnded(CloseReason.CLOSED, "ONE");
    }
  }

  // Every bit.

  @Test
  void noBitOfTheOpeningCanBeChanged() throws IOException {
    for (int bit = 0; bit < 8 * OPENING; bit++) {
      try (Talk talk = talk()) {
        talk.give(Way.TO_CLIENT, flipped(talk.opening(), bit));
        boolean isAnswered = bit / 8 >= OPENING - 32;
        if (isAnswered) {
          talk.give(Way.TO_SERVER, talk.hello());
        }
        byte[][] rest = talk.hangUp();
        assertEquals(0, rest[0].length, "the server answered a stranger");
        assertEquals(0, rest[1].length, "the client answered a changed opening");
        atServer.assertEnded(CloseReason.LOGIN_REFUSED);
        atClient.assertEnded(CloseReason.LOGIN_REFUSED);
      }
    }
  }

  @Test
  void noBitOfTheHelloCanBeChanged() throws IOException {
    for (int bit = 0; bit < 8 * HELLO; bit++) {
      try (Talk talk = talk()) {
        talk.give(Way.TO_CLIENT, talk.opening());
        talk.give(Way.TO_SERVER, flipped(talk.hello(), bit));
        talk.hangUpOnStranger();
        atServer.assertEnded(CloseReason.LOGIN_REFUSED);
        atClient.assertEnded(CloseReason.LOGIN_REFUSED);
      }
    }
  }

  @Test
  void noBitOfTheAnswerCanBeChanged() throws IOException {
    for (int bit = 0; bit < 8 * ANSWER; bit++) {
      try (Talk talk = talk()) {
        talk.give(Way.TO_CLIENT, talk.opening());
        talk.give(Way.TO_SERVER, talk.hello());
        talk.give(Way.TO_CLIENT, flipped(talk.answer(), bit));
        assertEquals(0, talk.hangUp()[1].length, "the client goes on with an unproven server");
        atClient.assertEnded(CloseReason.LOGIN_REFUSED);
        atServer.assertEnded(CloseReason.FRAME_TRUNCATED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noBitOfTheFirstRecordCanBeChanged(Way way) throws IOException {
    for (int bit = 0; bit < 8 * RECORD; bit++) {
      try (Talk talk = talk().login()) {
        byte[] changed = flipped(talk.says(way, "one"), bit);
        talk.give(way, changed);
        talk.hangUp();
        hearer(way).assertEnded(reasonFor(changed));
        sayer(way).assertEnded(CloseReason.FRAME_TRUNCATED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noBitOfTheSecondRecordCanBeChanged(Way way) throws IOException {
    for (int bit = 0; bit < 8 * RECORD; bit++) {
      try (Talk talk = talk().login()) {
        talk.give(way, talk.says(way, "one"));
        byte[] changed = flipped(talk.says(way, "two"), bit);
        talk.give(way, changed);
        talk.hangUp();
        hearer(way).assertEnded(reasonFor(changed), "one");
        sayer(way).assertEnded(CloseReason.FRAME_TRUNCATED);
      }
    }
  }

  /// Returns why a record is refused in which one bit was changed and after which the stream ends.
  private static CloseReason reasonFor(byte[] record) {
    int announced = ByteBuffer.wrap(record).getChar();
    if (announced > 16_384) {
      return CloseReason.FRAME_MALFORMED;
    }
    return announced > "one\n".length() ? CloseReason.FRAME_TRUNCATED : CloseReason.FORGED;
  }

  // Dropped, reordered, repeated, inserted.

  @ParameterizedTest
  @EnumSource
  void noRecordCanBeLeftOut(Way way) throws IOException {
    try (Talk talk = talk().login()) {
      talk.give(way, talk.says(way, "one"));
      talk.says(way, "two");
      talk.give(way, talk.says(way, "three"));
      talk.hangUp();
      hearer(way).assertEnded(CloseReason.FORGED, "one");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noRecordCanBeLeftOutBeforeTheLast(Way way) throws IOException {
    try (Talk talk = talk().login()) {
      talk.says(way, "one");
      talk.give(way, talk.ends(way));
      talk.hangUp();
      hearer(way).assertEnded(CloseReason.FORGED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noRecordsCanBePutInAnotherOrder(Way way) throws IOException {
    try (Talk talk = talk().login()) {
      byte[] one = talk.says(way, "one");
      byte[] two = talk.says(way, "two");
      talk.give(way, two);
      talk.give(way, one);
      talk.hangUp();
      hearer(way).assertEnded(CloseReason.FORGED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noRecordCanBeRepeated(Way way) throws IOException {
    try (Talk talk = talk().login()) {
      byte[] one = talk.says(way, "one");
      talk.give(way, one);
      talk.give(way, one);
      talk.hangUp();
      hearer(way).assertEnded(CloseReason.FORGED, "one");
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingCanBePutInAfterTheLogin(Way way) throws IOException {
    byte[] shapedAsARecord = new byte[RECORD];
    shapedAsARecord[1] = 4;
    byte[] shapedAsAnEnd = new byte[END];
    byte[] shapedAsANewKey = new byte[END];
    shapedAsANewKey[0] = (byte) 0x80;
    byte[] request = "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII);
    for (byte[] put : List.of(shapedAsARecord, shapedAsAnEnd, shapedAsANewKey, request)) {
      CloseReason reason = put[0] == 'G' ? CloseReason.FRAME_MALFORMED : CloseReason.FORGED;
      try (Talk talk = talk().login()) {
        talk.give(way, put);
        talk.give(way, talk.says(way, "one"));
        talk.hangUp();
        hearer(way).assertEnded(reason);
      }
      try (Talk talk = talk().login()) {
        talk.give(way, talk.says(way, "one"));
        talk.give(way, put);
        talk.give(way, talk.says(way, "two"));
        talk.hangUp();
        hearer(way).assertEnded(reason, "one");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSingleByteThatIsPutInIsEnough(Way way) throws IOException {
    for (byte put : new byte[] {0, 4, (byte) 0x80}) {
      try (Talk talk = talk().login()) {
        byte[] one = talk.says(way, "one");
        talk.give(way, new byte[] {put});
        talk.give(way, one);
        talk.hangUp();
        // 00 00: an end that cannot be decrypted · 04 00: a length that never arrives · 80 00: a
        // new key
        hearer(way).assertEnded(put == 4 ? CloseReason.FRAME_TRUNCATED : CloseReason.FORGED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingCanBePutInBehindTheEnd(Way way) throws IOException {
    try (Talk talk = talk().login()) {
      byte[] one = talk.says(way, "one");
      byte[] end = talk.ends(way);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(one);
      all.writeBytes(end);
      all.write(0);
      talk.give(way, all.toByteArray());
      talk.hangUp();
      hearer(way).assertEnded(CloseReason.FRAME_MALFORMED, "one");
    }
  }

  // Truncated.

  @ParameterizedTest
  @EnumSource
  void aStreamThatIsCutAnywhereIsNoticed(Way way) throws IOException {
    int login = way == Way.TO_SERVER ? HELLO : OPENING + ANSWER;
    int all = login + 2 * RECORD + END;
    for (int cut = 0; cut <= all; cut++) {
      try (Talk talk = talk()) {
        giveUpTo(cut, way, talk);
        talk.hangUp();
        CloseReason reason = CloseReason.FRAME_TRUNCATED;
        if (cut < login) {
          reason = CloseReason.LOGIN_REFUSED;
        } else if (cut == all) {
          reason = CloseReason.PEER_CLOSED;
        }
        hearer(way).assertEnded(reason, heardAfter(cut - login));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetAnywhereIsOne(Way way) throws IOException {
    int login = way == Way.TO_SERVER ? HELLO : OPENING + ANSWER;
    int all = login + 2 * RECORD + END;
    // A client that has not sent anything may not even have noticed that it is connected.
    for (int cut = way == Way.TO_SERVER ? 0 : OPENING; cut < all; cut += 7) {
      try (Talk talk = talk()) {
        giveUpTo(cut, way, talk);
        talk.middle.reset(way);
        Event.SessionClosed end = hearer(way).end();
        assertEquals(CloseReason.PEER_RESET, end.reason(), end.detail());
        List<String> heard = hearer(way).heard;
        assertEquals(List.of("one", "two").subList(0, heard.size()), heard);
        assertTrue(heard.size() <= heardAfter(cut - login).length);
      }
    }
  }

  /// Passes on `count` bytes in one direction, of a login, two messages and an end, and what they
  /// need from the other direction.
  private static void giveUpTo(int count, Way way, Talk talk) throws IOException {
    Budget budget = new Budget(count, way, talk);
    if (budget.give(Way.TO_CLIENT, talk.opening())
        && budget.give(Way.TO_SERVER, talk.hello())
        && budget.give(Way.TO_CLIENT, talk.answer())
        && budget.give(way, talk.says(way, "one"))
        && budget.give(way, talk.says(way, "two"))) {
      budget.give(way, talk.ends(way));
    }
  }

  private static String[] heardAfter(int bytesOfRecords) {
    return Arrays.copyOf(new String[] {"one", "two"}, Math.clamp(bytesOfRecords / RECORD, 0, 2));
  }

  /// How many bytes of one direction are still passed on.
  private static final class Budget {
    private final Way way;
    private final Talk talk;
    private int left;

    Budget(int count, Way way, Talk talk) {
      this.left = count;
      this.way = way;
      this.talk = talk;
    }

    /// Returns false if not all of it was passed on.
    boolean give(Way to, byte[] bytes) throws IOException {
      int count = to == way ? Math.min(left, bytes.length) : bytes.length;
      talk.give(to, Arrays.copyOf(bytes, count));
      left -= to == way ? count : 0;
      return count == bytes.length;
    }
  }

  // Recorded and replayed.

  @Test
  void whatAClientSaidOpensNoOtherSession() throws IOException {
    byte[] hello;
    byte[] one;
    try (Talk talk = talk()) {
      talk.give(Way.TO_CLIENT, talk.opening());
      hello = talk.hello();
      talk.give(Way.TO_SERVER, hello);
      talk.give(Way.TO_CLIENT, talk.answer());
      one = talk.says(Way.TO_SERVER, "one");
      talk.give(Way.TO_SERVER, one);
      talk.give(Way.TO_SERVER, talk.ends(Way.TO_SERVER));
      talk.hangUp();
      atServer.assertEnded(CloseReason.PEER_CLOSED, "one");
    }
    for (byte[] first : List.of(hello, joined(hello, one), one)) {
      atServer.forget();
      try (ScriptedPeer stranger = ScriptedPeer.connect(server.address())) {
        stranger.read(OPENING);
        stranger.send(first).endOutput();
        assertEquals(0, stranger.readAll().length, "the server answered a recording");
        atServer.assertEnded(CloseReason.LOGIN_REFUSED);
      }
    }
  }

  @Test
  void whatAServerSaidConvincesNoOtherClient() throws IOException {
    byte[] opening;
    byte[] answer;
    byte[] one;
    try (Talk talk = talk()) {
      opening = talk.opening();
      talk.give(Way.TO_CLIENT, opening);
      talk.give(Way.TO_SERVER, talk.hello());
      answer = talk.answer();
      talk.give(Way.TO_CLIENT, answer);
      one = talk.says(Way.TO_CLIENT, "one");
      talk.hangUp();
    }
    try (Talk talk = talk()) {
      talk.give(Way.TO_CLIENT, opening);
      talk.hello();
      talk.give(Way.TO_CLIENT, joined(answer, one));
      talk.hangUp();
      atClient.assertEnded(CloseReason.LOGIN_REFUSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRecordOfOneSessionIsNoneOfAnother(Way way) throws IOException {
    byte[] one;
    try (Talk talk = talk().login()) {
      one = talk.says(way, "one");
      talk.hangUp();
    }
    try (Talk talk = talk().login()) {
      talk.give(way, one);
      talk.hangUp();
      hearer(way).assertEnded(CloseReason.FORGED);
    }
  }

  // Reflected.

  @Test
  void whatAServerSaysIsNoLogin() throws IOException {
    try (ScriptedPeer mirror = ScriptedPeer.connect(server.address())) {
      mirror.send(mirror.read(OPENING)).endOutput();
      assertEquals(0, mirror.readAll().length);
      atServer.assertEnded(CloseReason.LOGIN_REFUSED);
    }
  }

  @Test
  void whatAClientSaysIsNoAnswer() throws IOException {
    for (int from : new int[] {0, HELLO - ANSWER}) {
      try (Talk talk = talk()) {
        talk.give(Way.TO_CLIENT, talk.opening());
        byte[] hello = talk.hello();
        talk.give(Way.TO_CLIENT, Arrays.copyOfRange(hello, from, hello.length));
        talk.hangUp();
        atClient.assertEnded(CloseReason.LOGIN_REFUSED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void ownRecordsThatComeBackAreForged(Way way) throws IOException {
    try (Talk talk = talk().login()) {
      byte[] one = talk.says(way, "one");
      talk.give(way, one);
      talk.give(way.back(), one);
      talk.hangUp();
      sayer(way).assertEnded(CloseReason.FORGED);
      hearer(way).assertEnded(CloseReason.FRAME_TRUNCATED, "one");
    }
  }

  // Relayed to another server.

  @ParameterizedTest
  @ValueSource(strings = {"another name", "another key", "a name where none is expected"})
  void noLoginIsPassedOnToAnotherServer(String with) throws IOException {
    NamedKey key = with.equals("another key") ? NamedKey.generate("laptop", Entropy.secure()) : KEY;
    String expected = with.equals("another name") ? "hub-1" : "";
    String called = with.equals("another key") ? "" : "hub-2";
    ClientOptions options =
        ClientOptions.defaults()
            .withSecurity(Sealed.with(KEY, Aead.AESGCM, expected))
            .withEvents(atClient);
    try (Server other = serve(Sealed.with(key, Aead.AESGCM, called));
        Connector connector = Connector.open(1, options, atClient);
        Talk talk = new Talk(other, connector)) {
      talk.give(Way.TO_CLIENT, talk.opening());
      talk.give(Way.TO_SERVER, talk.hello());
      talk.hangUpOnStranger();
      atServer.assertEnded(CloseReason.LOGIN_REFUSED);
      atClient.assertEnded(CloseReason.LOGIN_REFUSED);
    }
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }
}
