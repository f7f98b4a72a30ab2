package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.services.ServiceProvider;
import dev.parley.session.Scheme;
import dev.parley.testing.CompiledProvider;
import dev.parley.testing.XorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command knows the schemes and services of other modules on the module path, where the
/// launcher puts those of PARLEY_MODULE_PATH.
class ModulePathProgramTest {
  private static final String COUNT =
      "public String toString() { return \"count\"; }"
          + " public String description() { return \"counts bytes\"; }"
          + " public String description(java.util.Locale l) {"
          + " return l.getLanguage().equals(\"zh\") ? \"计算字节数\" : description(); }"
          + " public Handler handler(dev.parley.services.Service.Setup setup) {"
          + " return Handler.reply(message -> message.length() + \" bytes\"); }";

  @TempDir private Path directory;

  private Program start(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(Program.command(arguments));
    int path = command.indexOf("--module-path") + 1;
    command.set(path, command.get(path) + ":" + directory);
    return Program.start(environment, command);
  }

  private Program start(String... arguments) throws Exception {
    return start(Map.of(), arguments);
  }

  @Test
  void aServerAndAClientTalkOverTheSchemeOfAnotherModule() throws Exception {
    CompiledProvider.compile(directory, Scheme.class, "Xor", XorScheme.MEMBERS);
    try (Program server = start("serve", "upper", "-l", "xor://127.0.0.1:0")) {
      int port = server.port("xor");
      try (Program client = start("connect", "xor://127.0.0.1:" + port)) {
        client.type("straße\n");
        client.endInput();
        assertEquals("STRASSE\n", client.rest());
      }
    }
  }

  @Test
  void aServiceOfAnotherModuleIsServedByItsName() throws Exception {
    CompiledProvider.compile(directory, ServiceProvider.class, "Count", COUNT);
    try (Program server = start("serve", "count", "-l", "tcp://127.0.0.1:0");
        Program client = Program.start("connect", "127.0.0.1:" + server.port("tcp"))) {
      client.type("你好\n");
      client.endInput();
      assertEquals("6 bytes\n", client.rest());
    }
  }

  @Test
  void theHelpAndAMisspelledNameListTheServicesOfOthers() throws Exception {
    CompiledProvider.compile(directory, ServiceProvider.class, "Count", COUNT);
    try (Program help = start("serve", "--help")) {
      String shown = help.rest().replaceAll("\\s+", " ");
      assertTrue(shown.contains("From other modules: count (counts bytes)"), shown);
    }
    try (Program help = start(Map.of("LC_ALL", "zh_CN.UTF-8"), "serve", "--help")) {
      String shown = help.rest().replaceAll("\\s+", "");
      assertTrue(shown.contains("其他模块提供的服务：count(计算字节数)"), shown);
    }
    try (Program wrong = start("serve", "nonsense")) {
      assertEquals(2, wrong.exitCode());
      assertTrue(wrong.errors().toString().contains("operator, count"), wrong.errors().toString());
    }
  }
}
