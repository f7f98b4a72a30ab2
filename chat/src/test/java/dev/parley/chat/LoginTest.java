package dev.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import dev.parley.limit.Timeouts;
import dev.parley.sealed.KeyFiles;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Aead;
import dev.parley.secure.Entropy;
import dev.parley.testing.Wait;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import dev.parley.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Members with a login, over real connections: with the keys of a folder and with certificates.
class LoginTest {
  private static final Duration WAIT = Duration.ofSeconds(Wait.SECONDS);

  @TempDir private Path folder;

  private @Nullable ChatServer chat;
  private @Nullable Server server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
    if (chat != null) {
      chat.close();
    }
  }

  private String serve(String address, Server.Builder builder) throws IOException {
    chat =
        ChatServer.builder()
            .history(new MemoryHistory())
            .settings(ChatSettings.defaults().withOperators(Set.of("Root")))
            .build();
    server =
        builder
            .listen(address)
            .timeouts(ChatServer.timeouts(Timeouts.defaults()))
            .handler(chat)
            .start();
    return server.address().toString();
  }

  /// A member at work.
  private static final class Member implements AutoCloseable {
    final Client client;

    Member(String address, ClientOptions options) throws Exception {
      client = Client.connect(address, options);
      send(
          new Request.Hello(
              1, "asked for", null, null, List.of(new Request.Position("#lobby", null, 0))));
    }

    Member send(Request request) throws IOException {
      client.session().send(ChatJson.encode(request));
      return this;
    }

    <T extends Notice> T next(Class<T> kind) throws Exception {
      while (true) {
        Notice notice = notice();
        assertNotNull(notice, () -> "the connection has ended before a " + kind);
        if (kind.isInstance(notice)) {
          return kind.cast(notice);
        }
      }
    }

    private @Nullable Notice notice() throws Exception {
      Message message = client.receive(WAIT);
      return message == null ? null : ChatJson.notice(message);
    }

    String name() throws Exception {
      Notice first = notice();
      return first instanceof Notice.Welcome welcome ? welcome.name() : String.valueOf(first);
    }

    /// Returns the sentence of the refusal, behind which nothing comes.
    String refusal() throws Exception {
      Notice first = notice();
      assertTrue(first instanceof Notice.Closing, () -> "not refused: " + first);
      Notice.Closing closing = (Notice.Closing) first;
      assertEquals(ClosingCode.NAME_INVALID, closing.code());
      assertNull(client.receive(WAIT));
      return closing.text();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  // Keys.

  private NamedKey key(String name) throws IOException {
    NamedKey key = NamedKey.generate(name, Entropy.secure());
    Path file = folder.resolve(name + "-" + System.nanoTime() + ".key");
    Files.write(file, key.toFileContent());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return key;
  }

  private String serveSealed(String address) throws IOException {
    KeyFiles keys = KeyFiles.open(folder);
    return serve(
        address, Server.builder().security(Sealed.with(keys.ring(), Aead.AESGCM, "")).follow(keys));
  }

  private static Member sealed(String address, NamedKey key) throws Exception {
    return new Member(address, ClientOptions.defaults().withSecurity(Sealed.with(key)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "udp://127.0.0.1:0"})
  void theNameOfAKeyIsThatOfTheMemberAndNobodyElses(String transport) throws Exception {
    NamedKey ada = key("ada");
    NamedKey root = key("root");
    String address = serveSealed(transport);
    try (Member one = sealed(address, ada);
        Member other = sealed(address, root)) {
      assertEquals("ada", one.name());
      assertTrue(other.next(Notice.Welcome.class).isOperator());
      one.next(Notice.Room.class);
      other.next(Notice.Room.class);
      one.send(new Request.Send("#lobby", "1", "你好", false));
      assertEquals(1, one.next(Notice.Ack.class).seq());
      Notice.Message heard = other.next(Notice.Message.class);
      assertEquals("ada", heard.entry().sender());
      assertEquals("你好", heard.entry().text());
      other.send(new Request.Delete("#lobby", "2", 1)); // as an operator may
      assertEquals(2, other.next(Notice.Ack.class).seq());
    }
  }

  @Test
  void textsOfAnyLengthTravelInPartsOverSealedDatagrams() throws Exception {
    ClientOptions ada = ClientOptions.defaults().withSecurity(Sealed.with(key("ada")));
    ClientOptions bob = ClientOptions.defaults().withSecurity(Sealed.with(key("bob")));
    String address = serveSealed("udp://127.0.0.1:0");
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    RoomListener listener =
        new RoomListener() {
          @Override
          public void message(String room, Entry entry) {
            heard.add(entry.text());
          }
        };
    try (RoomClient one = RoomClient.builder(address).options(ada).room("#lobby").start();
        RoomClient other =
            RoomClient.builder(address).options(bob).room("#lobby").listener(listener).start()) {
      var _ = other.join("#lobby").get(Wait.SECONDS, TimeUnit.SECONDS);
      for (String character : List.of("长", "😀", "\u0001", "\"", "")) {
        String text = character.repeat(4_096) + '.';
        text = text.substring(character.isEmpty() ? 0 : character.length());
        var _ = one.send("#lobby", text).get(Wait.SECONDS, TimeUnit.SECONDS);
        assertEquals(text, heard.poll(Wait.SECONDS, TimeUnit.SECONDS));
      }
      var _ = one.command("#lobby", "/me " + "长".repeat(4_096)).get(Wait.SECONDS, TimeUnit.SECONDS);
      assertEquals("长".repeat(4_096), heard.poll(Wait.SECONDS, TimeUnit.SECONDS));
      Throwable tooLong =
          assertThrows(
                  ExecutionException.class,
                  () -> one.send("#lobby", "长".repeat(4_097)).get(Wait.SECONDS, TimeUnit.SECONDS))
              .getCause();
      assertTrue(tooLong.getMessage().contains("4096"), tooLong.getMessage());
    }
  }

  @Test
  void twoKeysWhoseNamesDifferInCaseOnlyNeverShareAName() throws Exception {
    NamedKey small = key("ada");
    NamedKey large = key("ADA");
    String address = serveSealed("tcp://127.0.0.1:0");
    try (Member one = sealed(address, small)) {
      assertEquals("ada", one.name());
    }
    try (Member other = sealed(address, large);
        Member one = sealed(address, small)) {
      assertEquals("the name of this login belongs to another login", other.refusal());
      assertEquals("ada", one.name());
    }
  }

  @Test
  void aSecondKeyOfTheSameNameIsTheSameMember() throws Exception {
    NamedKey old = key("ada");
    NamedKey fresh = key("ada");
    String address = serveSealed("tcp://127.0.0.1:0");
    try (Member one = sealed(address, old);
        Member other = sealed(address, fresh)) {
      assertEquals("ada", one.name());
      assertEquals("ada", other.name());
      assertEquals(List.of("ada"), other.next(Notice.Room.class).members());
    }
  }

  @Test
  void aKeyWhoseNameIsTooLongForAMemberIsRefusedWithASentence() throws Exception {
    NamedKey fits = key("x".repeat(32));
    NamedKey tooLong = key("x".repeat(33));
    String address = serveSealed("tcp://127.0.0.1:0");
    try (Member one = sealed(address, fits);
        Member other = sealed(address, tooLong)) {
      assertEquals("x".repeat(32), one.name());
      assertEquals("the name of this login is no name of a member", other.refusal());
    }
  }

  // Certificates.

  private void openssl(List<String> words) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(words);
    Process program =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertEquals(0, program.waitFor(), () -> "openssl " + words);
  }

  private static boolean isInstalled() {
    try {
      return new ProcessBuilder("openssl", "version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private TlsFiles certificate(String file, String subject, String signer) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of("req", "-x509", "-nodes", "-days", "3650", "-config", "/dev/null", "-utf8"));
    words.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
    words.addAll(List.of("-subj", subject, "-keyout", file + ".key", "-out", file + ".pem"));
    if (signer.isEmpty()) {
      words.addAll(List.of("-addext", "basicConstraints=critical,CA:TRUE"));
      words.addAll(List.of("-addext", "keyUsage=critical,keyCertSign,cRLSign"));
    } else {
      words.addAll(List.of("-addext", "basicConstraints=CA:FALSE"));
      words.addAll(List.of("-addext", "subjectAltName=DNS:localhost"));
      words.addAll(List.of("-CA", signer + ".pem", "-CAkey", signer + ".key"));
    }
    openssl(words);
    return new TlsFiles(folder.resolve(file + ".pem"), folder.resolve(file + ".key"));
  }

  private String serveTls() throws Exception {
    assumeTrue(isInstalled(), "openssl is not installed");
    var _ = certificate("authority", "/CN=authority", "");
    TlsFiles own = certificate("server", "/CN=localhost", "authority");
    String address =
        serve(
            "tls://127.0.0.1:0",
            Server.builder()
                .tls(
                    Tls.server(List.of(own))
                        .withClientAuthorities(folder.resolve("authority.pem"))));
    return address.replace("127.0.0.1", "localhost");
  }

  private Member certified(String address, String file, String subject) throws Exception {
    TlsClient tls =
        Tls.client()
            .withAuthorities(folder.resolve("authority.pem"))
            .withCertificate(certificate(file, subject, "authority"));
    return new Member(address, ClientOptions.defaults().withTls(tls));
  }

  @Test
  void theCommonNameOfACertificateIsThatOfTheMember() throws Exception {
    String address = serveTls();
    try (Member one = certified(address, "one", "/C=CN/O=示例/CN=小明");
        Member root = certified(address, "root", "/CN=root")) {
      assertEquals("小明", one.name());
      assertTrue(root.next(Notice.Welcome.class).isOperator());
      assertEquals(List.of("小明", "root"), root.next(Notice.Room.class).members());
      root.send(new Request.Command("r", "#lobby", "/op 小明"));
      root.next(Notice.Result.class);
      assertTrue(one.next(Notice.Welcome.class).isOperator());
    }
  }

  @Test
  void twoCertificatesWithTheSameCommonNameNeverShareAName() throws Exception {
    String address = serveTls();
    try (Member one = certified(address, "one", "/O=One/CN=ada");
        Member other = certified(address, "two", "/O=Two/CN=ada");
        Member third = certified(address, "three", "/O=One/CN=Ａda");
        Member same = certified(address, "same", "/O=One/CN=ada")) {
      assertEquals("ada", one.name());
      assertEquals("the name of this login belongs to another login", other.refusal());
      assertEquals("the name of this login belongs to another login", third.refusal());
      assertEquals("ada", same.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/CN=two words", "/O=Example", "/CN=a,b", "/CN=#ops", "/O=x,CN=root"})
  void aCertificateWithoutTheNameOfAMemberIsRefusedWithASentence(String subject) throws Exception {
    String address = serveTls();
    try (Member member = certified(address, "one", subject)) {
      assertEquals("the name of this login is no name of a member", member.refusal());
    }
  }

  @Test
  void aPlainMemberWithoutTheNameOfOneIsRefusedWithTheSentenceToo() throws Exception {
    String address = serveTls();
    TlsClient tls =
        Tls.client()
            .withAuthorities(folder.resolve("authority.pem"))
            .withCertificate(certificate("one", "/CN=two words", "authority"));
    try (Client client = Client.connect(address, ClientOptions.defaults().withTls(tls))) {
      client.send("你好");
      assertEquals(
          Message.of("-- the name of this login is no name of a member"), client.receive(WAIT));
      assertNull(client.receive(WAIT));
    }
  }
}
