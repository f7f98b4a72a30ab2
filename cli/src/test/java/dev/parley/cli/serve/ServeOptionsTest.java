package dev.parley.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.Failure;
import dev.parley.cli.option.AddressOptions;
import dev.parley.cli.option.FramingOptions;
import dev.parley.cli.option.SecurityOptions;
import dev.parley.cli.option.SocketOptionGroup;
import dev.parley.frame.Framing;
import dev.parley.limit.AddressBlock;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import dev.parley.sealed.NamedKey;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.SocketOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

final class ServeOptionsTest {
  /// All groups of options, as a command has them.
  private static final class Groups {
    private final ListenOptions listen = new ListenOptions();
    private final AddressOptions flags = new AddressOptions();
    private final SecurityOptions login = new SecurityOptions();
    private final FramingOptions framings = FramingOptions.ofServe(login::isLogin);
    private final LimitOptions limits = new LimitOptions();
    private final AdmissionOptions admission = new AdmissionOptions();
    private final SocketOptionGroup sockets = new SocketOptionGroup();
    private List<String> words = new ArrayList<>();

    private static Groups of(String... arguments) {
      Groups groups = new Groups();
      CommandSpec command =
          CommandSpec.create()
              .addPositional(
                  Declaration.words(values -> groups.words = values).arity("0..*").build())
              .addMixin("listen", Declaration.group(groups.listen::declare))
              .addMixin("flags", Declaration.group(groups.flags::declare))
              .addMixin("framings", Declaration.group(groups.framings::declare))
              .addMixin("login", Declaration.group(groups.login::declare))
              .addMixin("limits", Declaration.group(groups.limits::declare))
              .addMixin("admission", Declaration.group(groups.admission::declare))
              .addMixin("sockets", Declaration.group(groups.sockets::declareServing));
      var _ = new CommandLine(command).parseArgs(arguments);
      return groups;
    }

    private List<ListenOptions.Place> places() {
      ServiceWord asked = ServiceWord.of(words, false, CHAT);
      return listen.places(asked.address(), flags);
    }

    private List<String> addresses() {
      return places().stream().map(place -> place.address().toString()).toList();
    }
  }

  private static final ChatService CHAT = new ChatService(new ChatOptions());

  @TempDir private Path directory;
  private final List<String> warnings = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "'', tcp://127.0.0.1:9000 udp://127.0.0.1:9000",
    "-6, tcp://[::1]:9000 udp://[::1]:9000",
    "-u, udp://127.0.0.1:9000",
    "-p 7, tcp://127.0.0.1:7 udp://127.0.0.1:7",
    "-l -p 7, tcp://127.0.0.1:7 udp://127.0.0.1:7",
    "-u -p 7, udp://127.0.0.1:7",
    "-l 7, tcp://127.0.0.1:7",
    "-l -u 7, udp://127.0.0.1:7",
    "-l localhost 7, tcp://localhost:7",
    "-u -l localhost 7, udp://localhost:7",
    "echo 7, tcp://127.0.0.1:7",
    "echo localhost 7, tcp://localhost:7",
    "echo [::1]:7, tcp://[::1]:7",
    "-l tcp://127.0.0.1:1 -l udp://127.0.0.1:2 -l unix:/x, tcp://127.0.0.1:1 udp://127.0.0.1:2 unix:/x",
    "-u -l 1 -l tcp://127.0.0.1:2, udp://127.0.0.1:1 tcp://127.0.0.1:2",
    "-U -l ./x, unix:./x",
    "-4 -l *:7, tcp://0.0.0.0:7",
    "-6 -l *:7, tcp://[::]:7",
    "-6 -l 7, tcp://[::1]:7",
  })
  void addressesAreReadAsHandsWriteThem(String arguments, String addresses) {
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    assertEquals(addresses, String.join(" ", Groups.of(words).addresses()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-l 7 | tcp://127.0.0.1:7",
        "--proxy-from 127.0.0.1 | tcp://127.0.0.1:9000 127.0.0.1, udp://127.0.0.1:9000 127.0.0.1",
        "--proxy-from 10.0.0.0/8,unix -l 7 -l unix:x"
            + " | tcp://127.0.0.1:7 10.0.0.0/8,unix, unix:x 10.0.0.0/8,unix",
        "-l 7 -l 8?proxy-from=::1,10.0.0.0/8 | tcp://127.0.0.1:7, tcp://127.0.0.1:8 ::1,10.0.0.0/8",
        "--proxy-from ::1 -l 7 -l 8?proxy-from=none | tcp://127.0.0.1:7 ::1, tcp://127.0.0.1:8",
        "-u -l 7?proxy-from=::1 | udp://127.0.0.1:7 ::1",
        "-l unix:a?b?proxy-from=unix | unix:a?b unix",
        "echo tls://127.0.0.1:7?proxy-from=::1 | tls://127.0.0.1:7 ::1",
        "--proxy-from none -l 7 | tcp://127.0.0.1:7"
      })
  void proxiesAreNamedForAllListenersOrForOne(String arguments, String places) {
    assertEquals(
        places,
        Groups.of(arguments.split(" ")).places().stream()
            .map(place -> place.address() + (place.proxy() == null ? "" : " " + place.proxy()))
            .collect(Collectors.joining(", ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--proxy-from x -l 7 | \"x\" is no block of addresses; write 192.0.2.7, 10.0.0.0/8 or"
            + " 2001:db8::/32 (--proxy-from; tcp://127.0.0.1:7?proxy-from=none takes no headers)",
        "-l 7?proxy-from=10.0.0.1/8 | \"10.0.0.1/8\" has bits behind its first 8; the block is"
            + " 10.0.0.0/8 (proxy-from= of tcp://127.0.0.1:7)",
        "--proxy-from 127.0.0.1 -l unix:x | unix:x takes the PROXY protocol from 127.0.0.1 and so"
            + " from nobody; add unix (in Java ProxyProtocol.ofUnix) if its peers are proxies"
            + " (--proxy-from; unix:x?proxy-from=none takes no headers)",
        "-l 7?proxy-from=unix | tcp://127.0.0.1:7 takes the PROXY protocol from unix and so from"
            + " nobody; name the addresses of the proxies (proxy-from= of tcp://127.0.0.1:7)"
      })
  void proxiesThatNobodyCouldBeAreRefused(String arguments, String sentence) {
    Groups groups = Groups.of(arguments.split(" "));
    assertEquals(sentence, assertThrows(Failure.class, groups::places).getMessage());
  }

  @Test
  void anAddressOfTheOtherFamilyIsRefused() {
    Groups groups = Groups.of("-6", "-l", "127.0.0.1:7");
    assertEquals(
        "the host 127.0.0.1 has no IPv6 address",
        assertThrows(Failure.class, groups::addresses).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"upper, upper", "operator, operator", "chat, chat", "127.0.0.1:7, chat", "7, chat"})
  void theFirstWordNamesTheService(String word, String service) {
    assertEquals(service, ServiceWord.of(List.of(word), false, CHAT).service().toString());
  }

  @Test
  void withoutAWordItIsTheChat() {
    assertEquals(CHAT, ServiceWord.of(List.of(), false, CHAT).service());
  }

  @Test
  void theDefaultsAreTheLibrarys() {
    Groups groups = Groups.of();
    assertEquals(Limits.defaults(), groups.limits.limits());
    assertEquals(SourceLimits.defaults(), groups.admission.limits());
    assertEquals(Timeouts.defaults(), groups.limits.timeouts());
    assertEquals(SocketOptions.defaults(), groups.sockets.options());
    assertEquals(Framing.auto(), groups.framings.framing());
    assertEquals(Framing.auto(), groups.framings.replyFraming());
    assertEquals(Security.none(), groups.login.security(said -> warnings.add(said.toString())));
  }

  @Test
  void limitsAndTimeoutsAreSet() {
    Groups groups =
        Groups.of(
            "--max-sessions=5",
            "--max-per-address=3",
            "--rate=7",
            "--byte-rate=2k",
            "--max-outbox=64k",
            "--max-buffered=3m",
            "--idle-timeout=2m",
            "--datagram-idle-timeout=500ms",
            "--frame-timeout=1s",
            "--write-timeout=off",
            "--unacknowledged-timeout=90s",
            "--login-timeout=3s");
    assertEquals(new Limits(5, 3, true, 65536, 7, 2048, 3 << 20), groups.limits.limits());
    assertEquals(
        Timeouts.defaults()
            .withIdle(Duration.ofMinutes(2))
            .withDatagramIdle(Duration.ofMillis(500))
            .withFrame(Duration.ofSeconds(1))
            .withWrite(Duration.ZERO)
            .withUnacknowledged(Duration.ofSeconds(90))
            .withLogin(Duration.ofSeconds(3)),
        groups.limits.timeouts());
  }

  @Test
  void whoMayCallIsSet() {
    Groups groups =
        Groups.of(
            "--allow=10.0.0.0/8,2001:db8::/32",
            "--allow=192.0.2.7",
            "--deny=10.1.0.0/16",
            "--exempt=192.0.2.7, 192.0.2.8",
            "--ipv6-prefix=56",
            "--connection-rate=0",
            "--connection-burst=7",
            "--max-logins=8",
            "--max-logins-per-address=9",
            "--max-penalty=off");
    assertEquals(
        SourceLimits.defaults()
            .withCallers(blocks("10.0.0.0/8", "2001:db8::/32", "192.0.2.7"), blocks("10.1.0.0/16"))
            .withExempt(blocks("192.0.2.7", "192.0.2.8"))
            .withIpv6Prefix(56)
            .withConnectionRate(0, 7)
            .withMaxLogins(8)
            .withMaxLoginsPerAddress(9)
            .withMaxPenalty(Duration.ZERO),
        groups.admission.limits());
  }

  private static List<AddressBlock> blocks(String... texts) {
    return Stream.of(texts).map(AddressBlock::parse).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--deny=localhost | --deny: \"localhost\" is no block of addresses; write 192.0.2.7,"
            + " 10.0.0.0/8 or 2001:db8::/32",
        "--max-penalty=3s | --max-penalty of 3s is out of range; choose 15s to 8760h, or zero for no"
            + " penalties",
        "--max-logins=0 | --max-logins of 0 logins is out of range; choose 1 to 2147483647",
      })
  void faultsOfWhoMayCallAreSaidInTheCommandsWords(String option, String sentence) {
    Groups groups = Groups.of(option);
    assertEquals(sentence, assertThrows(Failure.class, groups.admission::limits).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "--no-delay, true, true",
    "--delay, false, true",
    "--keep-alive, true, true",
    "--no-keep-alive, true, false",
  })
  void socketFlagsCanBeNegated(String flag, boolean noDelay, boolean keepAlive) {
    assertEquals(
        SocketOptions.defaults().withNoDelay(noDelay).withKeepAlive(keepAlive),
        Groups.of(flag).sockets.options());
  }

  @Test
  void socketSizesAreSet() {
    assertEquals(
        SocketOptions.defaults().withBacklog(5).withReceiveBuffer(65536).withSendBuffer(4096),
        Groups.of("--backlog=5", "--receive-buffer=64k", "--send-buffer=4k").sockets.options());
  }

  @Test
  void replyFramingIsTheFramingUnlessItDiffers() {
    FramingOptions same = Groups.of("--framing", "length:4le").framings;
    assertEquals(same.framing(), same.replyFraming());
    FramingOptions other =
        Groups.of("--framing=length:4le", "--reply-framing=raw", "--max-message=64k").framings;
    assertEquals(Framing.parse("length:4le").withMaxMessage(65536), other.framing());
    assertEquals(Framing.raw().withMaxMessage(65536), other.replyFraming());
  }

  private Security security(Map<String, String> environment, String typed, String... arguments) {
    return Groups.of(arguments)
        .login
        .security(
            said -> warnings.add(said.toString()),
            environment,
            () -> typed == null ? null : typed.toCharArray());
  }

  @Test
  void theKeyFileComesBeforeTheEnvironmentAndThePrompt() throws Exception {
    Path file = directory.resolve("key");
    Files.writeString(file, "file\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Security ofFile =
        security(Map.of("PARLEY_KEY", "env"), "typed", "--auth=hmac-sha256", "--key-file=" + file);
    assertEquals(security(Map.of(), "file", "--auth=hmac-sha256"), ofFile);
  }

  @Test
  void theEnvironmentComesBeforeThePromptWithAWarning() {
    Security ofVariable = security(Map.of("PARLEY_KEY", "env"), "typed", "--auth=hmac-sha256");
    Iterator<String> warning = warnings.iterator();
    assertEquals(
        "the secret comes from PARLEY_KEY, which every program started from here inherits; --key-file FILE is safer",
        warning.next());
    assertEquals(security(Map.of(), "env", "--auth=hmac-sha256"), ofVariable);
  }

  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());

  private Path keyFile(byte[] content) throws Exception {
    Path file = Files.write(directory.resolve("laptop.key"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static String text(NamedKey key) {
    return new String(key.toFileContent(), StandardCharsets.US_ASCII);
  }

  @Test
  void aKeySealsUnlessSomethingElseIsAskedFor() throws Exception {
    Path file = keyFile(KEY.toFileContent());
    assertEquals("sealed", security(Map.of(), null, "--key-file=" + file).toString());
    assertEquals(
        "sealed", security(Map.of(), null, "--auth=sealed", "--key-file=" + file).toString());
    assertEquals(
        "sealed:chachapoly",
        security(Map.of(), null, "--auth=sealed:chachapoly", "--key-file=" + file).toString());
    assertEquals(List.of(), warnings);
  }

  @Test
  void theEnvironmentMayHoldAKey() {
    Map<String, String> environment = Map.of("PARLEY_KEY", text(KEY));
    assertEquals("sealed", security(environment, null).toString());
    assertEquals("sealed", security(environment, null, "--auth=sealed").toString());
    assertEquals("none", security(environment, null, "--auth=none").toString());
    assertTrue(warnings.getFirst().startsWith("the key comes from PARLEY_KEY"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "TOPSECRET*", "TOPSECRET\nname: x\n"})
  void aVariableThatHoldsNoKeyOpensNothing(String variable) {
    Map<String, String> environment = Map.of("PARLEY_KEY", variable);
    String sentence = refusal(environment);
    assertTrue(sentence.startsWith("PARLEY_KEY is set and holds no Parley key"), sentence);
    assertFalse(sentence.contains("TOPSECRET"), sentence);
    assertEquals("none", security(environment, null, "--auth=none").toString());
  }

  @Test
  void aVariableThatALoginDoesNotUseIsRefused() {
    Failure failure =
        assertThrows(
            Failure.class,
            () -> SecurityOptions.checkNoVariable("--users", Map.of("PARLEY_KEY", "TOPSECRET")));
    assertEquals(
        "PARLEY_KEY is set, and --users does not use it; unset it, or leave out --users",
        failure.getMessage());
    SecurityOptions.checkNoVariable("--users", Map.of());
  }

  private String refusal(Map<String, String> environment, String... arguments) {
    return assertThrows(Failure.class, () -> security(environment, null, arguments)).getMessage();
  }

  @Test
  void aFileForTheWrongModeIsRefusedWithASentence() throws Exception {
    Path file = keyFile("hunter2hunter2\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals(
        file
            + " holds no Parley key; parley keygen NAME > NAME.key makes one, and if this is a"
            + " secret for old programs, say --auth hmac-sha256 (or hmac-md5)",
        refusal(Map.of(), "--key-file=" + file));
    String key = text(KEY);
    Files.writeString(file, key);
    String wrong =
        " holds a Parley key, which --auth hmac-md5 does not use; leave out --auth to seal with it,"
            + " or give a secret that old programs know";
    assertEquals(file + wrong, refusal(Map.of(), "--auth=hmac-md5", "--key-file=" + file));
    assertEquals("PARLEY_KEY" + wrong, refusal(Map.of("PARLEY_KEY", key), "--auth=hmac-md5"));
  }

  @Test
  void aFaultyKeyIsRefusedByFileAndLineWithoutItsContent() throws Exception {
    String faulty = "name: laptop\nid: 0f1e2d3c\nkey: hunter2\n";
    Path file = keyFile(faulty.getBytes(StandardCharsets.US_ASCII));
    String why = " cannot be used: line 3: a key is 64 hexadecimal digits, here are 7 characters";
    assertEquals("the key file " + file + why, refusal(Map.of(), "--key-file=" + file));
    assertEquals("the key in PARLEY_KEY" + why, refusal(Map.of("PARLEY_KEY", faulty)));
  }

  @Test
  void anotherCipherOrABadServerNameIsRefused() throws Exception {
    Path file = keyFile(KEY.toFileContent());
    assertEquals(
        "--auth sealed: 'rot13' seals nothing; choose aesgcm or chachapoly, the same on both ends",
        refusal(Map.of(), "--auth=sealed:rot13", "--key-file=" + file));
    assertTrue(
        refusal(Map.of(), "--server-name=a b", "--key-file=" + file)
            .startsWith("--server-name: for a server as for a key"));
  }

  @Test
  void anEmptySecretIsRefused() {
    assertThrows(Failure.class, () -> security(Map.of(), "", "--auth=hmac-sha256"));
    assertThrows(
        Failure.class, () -> security(Map.of("PARLEY_KEY", ""), "x", "--auth=hmac-sha256"));
    assertThrows(Failure.class, () -> security(Map.of(), null, "--auth=hmac-sha256"));
  }

  @Test
  void aKeyFileForOneselfAloneGivesNoWarningOfReaders() throws Exception {
    Path file = directory.resolve("key");
    Files.writeString(file, "file\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    security(Map.of(), null, "--auth=hmac-sha256", "--key-file=" + file);
    assertEquals(1, warnings.size(), warnings.toString());
  }

  @ParameterizedTest
  @CsvSource({"upper, upper, 0", "uper, upper, 1", "'', ab, 2", "ab, ba, 2", "kitten, sitting, 3"})
  void slipsAreCounted(String a, String b, int distance) {
    assertEquals(distance, ServiceWord.distance(a, b));
  }
}
