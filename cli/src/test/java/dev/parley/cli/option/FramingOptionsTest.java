package dev.parley.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.cli.command.Declaration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The default framings when few or no options are given.
final class FramingOptionsTest {
  private static final String KEY = "name: laptop\nid: 0f1e2d3c\nkey: " + "0f".repeat(32) + "\n";

  private static String of(FramingOptions options, SecurityOptions login, String words) {
    CommandSpec command =
        CommandSpec.create()
            .addMixin("framings", Declaration.group(options::declare))
            .addMixin("login", Declaration.group(login::declareServing));
    var _ = new CommandLine(command).parseArgs(words.split(" "));
    return options.framing() + " " + options.replyFraming();
  }

  private static boolean isLogin(SecurityOptions login) {
    return login.isLogin(Map.of("PARLEY_KEY", "a secret for old programs"));
  }

  @ParameterizedTest
  @CsvSource({
    "--max-message 64k, auto auto",
    "--auth none, auto auto",
    "--auth hmac-md5, line line",
    "--auth sealed, line line",
    "--key-file laptop.key, line line",
    "--keys keys/, line line",
    "--framing line, line line",
    "--framing raw, raw raw",
    "--reply-framing raw, auto raw",
    "--reply-framing auto, auto auto",
    "--framing length:4le --reply-framing raw, length:4le raw",
    "--framing auto --auth hmac-md5, auto auto",
  })
  void aServerFindsOutUnlessThereIsALogin(String words, String expected) {
    SecurityOptions login = new SecurityOptions();
    assertEquals(expected, of(FramingOptions.ofServe(() -> isLogin(login)), login, words));
  }

  @ParameterizedTest
  @CsvSource({
    "--max-message 64k, auto auto",
    "--auth hmac-md5, line line",
    "--reply-framing raw, line raw",
    "--reply-framing auto, line auto",
    "--framing raw, raw raw",
  })
  void aClientFindsOutUnlessItKnowsTheReplies(String words, String expected) {
    SecurityOptions login = new SecurityOptions();
    assertEquals(expected, of(FramingOptions.ofConnect(() -> isLogin(login)), login, words));
  }

  @ParameterizedTest
  @CsvSource({"--max-message 64k, line line", "--reply-framing raw, line raw"})
  void aMeasurementIsOfLines(String words, String expected) {
    assertEquals(expected, of(FramingOptions.ofBench(), new SecurityOptions(), words));
  }

  @ParameterizedTest
  @CsvSource({"--auth none,false", "--server-name x,true", "--auth hmac-md5,true"})
  void aKeyInTheEnvironmentIsALogin(String words, boolean isLogin) {
    SecurityOptions login = new SecurityOptions();
    String _ = of(FramingOptions.ofBench(), login, words);
    assertEquals(isLogin, login.isLogin(Map.of("PARLEY_KEY", KEY)));
  }
}
