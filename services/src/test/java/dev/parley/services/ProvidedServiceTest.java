package dev.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.ServiceProblem;
import dev.parley.testing.CompiledProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;
import org.junit.jupiter.api.io.TempDir;

/// Services that come from other jars.
class ProvidedServiceTest {
  @TempDir private Path directory;

  private final RecordingScreen screen = new RecordingScreen();
  private final Service.Setup setup =
      Service.Setup.of(screen, FixedClock.TEN, () -> ZoneOffset.UTC);

  private static String members(String name, String handler) {
    return "public String toString() { return \""
        + name
        + "\"; } public String description() { return \"counts bytes\"; }"
        + " public Handler handler(dev.parley.services.Service.Setup setup) { "
        + handler
        + " }";
  }

  private static final String COUNTING =
      members("count", "return Handler.reply(message -> message.length() + \"\");");

  /// Runs `work` where the providers of these classes are found.
  private <T> T with(ThrowingSupplier<T> work, String... classes) throws Throwable {
    CompiledProvider.compile(directory, ServiceProvider.class, classes);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private ServiceProblem refusal(ThrowingSupplier<?> work, String... classes) {
    InvalidValueException e = assertThrows(InvalidValueException.class, () -> with(work, classes));
    return (ServiceProblem) e.problem().code();
  }

  private static String answer(Server server, String message)
      throws IOException, InterruptedException {
    try (Client client = Client.connect(server.address(), ClientOptions.defaults())) {
      client.send(message);
      return client.receive().text();
    }
  }

  @Test
  void isFoundByItsNameAndServes() throws Throwable {
    ServiceProvider service = with(() -> Service.named("count"), "Count", COUNTING);
    assertEquals("count", service.toString());
    assertEquals("counts bytes", service.description());
    assertEquals("counts bytes", service.description(Locale.SIMPLIFIED_CHINESE));
    try (Server server = Serving.tcp(service.handler(setup), Framing.line())) {
      assertEquals("6", answer(server, "你好"));
      assertEquals("0", answer(server, ""));
    }
  }

  @Test
  void hasQuitWordsOnceAndShowing() throws Throwable {
    ServiceProvider service = with(() -> Service.named("count"), "Count", COUNTING);
    try (Server server =
            Serving.tcp(
                service.handler(
                    setup
                        .withQuitWords(List.of("q"))
                        .withCloseWords(List.of("over"))
                        .withShows(true)),
                Framing.line());
        Client quit = Client.connect(server.address(), ClientOptions.defaults());
        Client close = Client.connect(server.address(), ClientOptions.defaults())) {
      quit.send("q");
      assertEquals("1", quit.receive().text());
      assertNull(quit.receive());
      close.send("over");
      assertNull(close.receive());
    }
    try (Server server = Serving.tcp(service.handler(setup.withOnce(true)), Framing.line());
        Client once = Client.connect(server.address(), ClientOptions.defaults())) {
      once.send("a");
      assertEquals("1", once.receive().text());
      assertNull(once.receive());
    }
  }

  @Test
  void isListedAfterTheReadyMadeOnes() throws Throwable {
    List<String> names =
        with(() -> Service.all().stream().map(Object::toString).toList(), "Count", COUNTING);
    assertEquals(
        List.of("echo", "discard", "daytime", "upper", "reply", "print", "operator", "count"),
        names);
    InvalidValueException e =
        assertThrows(
            InvalidValueException.class,
            () -> with(() -> Service.named("cuont"), "Count", COUNTING));
    assertTrue(String.valueOf(e.getMessage()).endsWith("operator count"), e.getMessage());
  }

  @Test
  void namesOfTheReadyMadeOnesWin() throws Throwable {
    assertEquals(
        Service.ECHO, with(() -> Service.named("echo"), "Thief", members("echo", "return null;")));
  }

  @Test
  void badProvidersAreSaidAndHarmNobodyElse() throws Throwable {
    String failing = "public Bad() { throw new IllegalStateException(); }";
    assertEquals(
        ServiceProblem.PROVIDER_MISSING,
        refusal(() -> Service.named("bad"), "Bad", failing + members("bad", "return null;")));
    assertEquals(
        "count",
        with(
                () -> Service.named("count"),
                "Bad",
                failing + members("bad", "return null;"),
                "Count",
                COUNTING)
            .toString());
    assertEquals(
        ServiceProblem.TWO_PROVIDERS,
        refusal(() -> Service.named("count"), "One", COUNTING, "Two", COUNTING));
    assertEquals(
        ServiceProblem.PROVIDER_THREW,
        refusal(
            () -> Service.named("none").handler(setup), "None", members("none", "return null;")));
    assertEquals(
        ServiceProblem.PROVIDER_REFUSES,
        refusal(
            () -> Service.named("picky").handler(setup),
            "Picky",
            members("picky", "throw new IllegalArgumentException(\"not today\");")));
  }
}
