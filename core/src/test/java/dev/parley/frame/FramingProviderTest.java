package dev.parley.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.problem.FramingProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.testing.CompiledProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Text forms of framings that come from other jars.
class FramingProviderTest {
  /// A framing that is like `length`, with the arguments in its text form.
  private static final String FRAMING =
      "public Framing parse(String a) { record Own(String a, int maxMessage) implements Framing {"
          + " public Framing withMaxMessage(int b) { return new Own(a, b); }"
          + " public Decoder decoder() { return Framing.length().decoder(); }"
          + " public Encoder encoder() { return Framing.length().encoder(); }"
          + " public String toString() { return name() + (a.isEmpty() ? \"\" : \":\" + a); } }"
          + " return new Own(a, 5); }"
          + " public String help() { return name() + \", or \" + name() + \":WORD\"; }";

  @TempDir private Path directory;

  private static String name(String name) {
    return "public static String called() { return \""
        + name
        + "\"; } public String name() {"
        + " return called(); }";
  }

  private static String good(String name) {
    return name(name) + FRAMING.replace("name()", "called()");
  }

  private Framing parse(String text, String... classes) throws IOException {
    CompiledProvider.compile(directory, classes);
    return parse(text);
  }

  private Framing parse(String text) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return Framing.parse(text);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private String refusal(FramingProblem code, String text, String... classes) {
    InvalidValueException e = assertThrows(InvalidValueException.class, () -> parse(text, classes));
    assertEquals(code, e.problem().code(), e.getMessage());
    return String.valueOf(e.getMessage());
  }

  @Test
  void aProvidersFramingIsFoundByItsName() throws IOException {
    Framing framing = parse("own:Some%20Word:x", "One", good("own"), "Other", good("other"));
    assertEquals("own:Some%20Word:x", framing.toString());
    assertEquals(5, framing.maxMessage());
    assertEquals("own", parse("OWN").toString());
    assertEquals("other", parse("other").toString());
  }

  @Test
  void namesOfTheLibraryWin() throws IOException {
    String thief = good("netstring");
    assertEquals(Framing.netstring(), parse("netstring", "Thief", thief));
    assertTrue(refusal(FramingProblem.UNKNOWN, "netstring:x", "Thief", thief).contains("raw"));
  }

  @Test
  void twoProvidersOfOneNameAreBothNamed() {
    String message =
        refusal(FramingProblem.TWO_PROVIDERS, "own", "One", good("own"), "Two", good("own"));
    assertTrue(message.contains("their.framings.One and their.framings.Two"), message);
  }

  @Test
  void anUnknownNameListsAllThatAreKnown() {
    String message =
        refusal(
            FramingProblem.UNKNOWN_TO_PROVIDERS, "onw", "One", good("own"), "Two", good("other"));
    assertTrue(message.contains("line, line:crlf, raw"), message);
    assertTrue(message.endsWith("own, or own:WORD; other, or other:WORD"), message);
  }

  @Test
  void argumentsThatAProviderRefusesAreReportedInItsWords() {
    String picky =
        name("own")
            + "public Framing parse(String a) { throw new IllegalArgumentException(\"no such"
            + " word\"); } public String help() { return \"\"; }";
    String message = refusal(FramingProblem.PROVIDER_REFUSES, "own:x", "Picky", picky);
    assertTrue(message.startsWith("framing 'own:x' is refused by"), message);
    assertTrue(message.endsWith("their.framings.Picky: no such word"), message);
  }

  @Test
  void aProviderThatThrowsIsNamed() throws IOException {
    String throwing =
        "public Framing parse(String a) { throw new IllegalStateException(); } public String help()"
            + " { throw new IllegalStateException(); }";
    String message = refusal(FramingProblem.PROVIDER_THREW, "own", "Bad", name("own") + throwing);
    assertEquals(
        "the provider of framings their.framings.Bad threw java.lang.IllegalStateException",
        message);
    String _ = refusal(FramingProblem.PROVIDER_THREW, "help", "Bad", name("own") + throwing);
    String nameless = "public String name() { throw new IllegalStateException(); }" + throwing;
    String _ = refusal(FramingProblem.PROVIDER_THREW, "own", "Bad", nameless);
    String none =
        name("own")
            + "public Framing parse(String a) { return null; } public String help() { return \"\"; }";
    String _ = refusal(FramingProblem.PROVIDER_THREW, "own", "Bad", none);
    assertEquals(
        "fine", parse("fine", "Bad", nameless, "Good", good("fine")).toString(), "the others work");
  }

  @Test
  void aProviderThatReturnsAFramingOfAnotherNameIsNamed() {
    String other = name("own") + FRAMING.replace("name()", "\"other\"");
    assertTrue(
        refusal(FramingProblem.PROVIDER_NAME, "own:x", "Liar", other)
            .contains("their.framings.Liar"));
  }

  @Test
  void aProviderThatIsNotThereIsReported() throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve("dev.parley.frame.FramingProvider"), "their.Missing\n");
    InvalidValueException e = assertThrows(InvalidValueException.class, () -> parse("own"));
    assertEquals(FramingProblem.PROVIDER_MISSING, e.problem().code());
    assertTrue(String.valueOf(e.getMessage()).contains("their.Missing"), e.getMessage());
  }
}
