import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Sums up the tests of all modules: how many ran, which of them failed and why, and for which
/// reasons others were skipped.
///
/// ```
/// Tests run: 2145, Failures: 1, Errors: 0, Skipped: 2
/// failed:
///   dev.parley.HostileSoakTest.aLoopRests: expected 3 but was 4
/// skipped:
///   2 × no /proc here
/// ```
///
/// Reads Surefire's reports, `*/target/surefire-reports/TEST-*.xml`. A class that is run twice under
/// different options has two reports and counts twice; the second one's suffix is shown in
/// parentheses. Exit code 0 if all passed, 1 if a test failed or a report cannot be read, or if
/// there is none.
///
/// Run by `./verify`: `java TestSummary.java DIRECTORY`.
final class TestSummary {
  private static final int MAX_REASON_CHARS = 200;

  private int run;
  private int failures;
  private int errors;
  private int skipped;
  private final List<String> failed = new ArrayList<>();
  private final Map<String, Integer> reasons = new TreeMap<>();

  static void main(String[] args) throws IOException {
    var summary = new TestSummary();
    for (Path report : reports(Path.of(args[0]))) {
      summary.add(report);
    }
    System.out.print(summary.text());
    System.exit(summary.failed.isEmpty() && summary.run > 0 ? 0 : 1);
  }

  private static List<Path> reports(Path root) throws IOException {
    List<Path> reports = new ArrayList<>();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(root)) {
      for (Path module : modules) {
        Path directory = module.resolve("target/surefire-reports");
        if (Files.isDirectory(directory)) {
          try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "TEST-*.xml")) {
            files.forEach(reports::add);
          }
        }
      }
    }
    reports.sort(null);
    return reports;
  }

  private void add(Path report) {
    try (InputStream in = Files.newInputStream(report)) {
      XMLInputFactory factory = XMLInputFactory.newFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_COALESCING, true);
      read(factory.createXMLStreamReader(in));
    } catch (IOException | XMLStreamException e) {
      failed.add(report + ": the report cannot be read, " + firstLine(e.getMessage()));
    }
  }

  private void read(XMLStreamReader xml) throws XMLStreamException {
    String test = "";
    String suffix = "";
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "testsuite" -> suffix = suffix(xml.getAttributeValue(null, "name"));
        case "testcase" -> {
          run++;
          test = name(xml) + suffix;
        }
        case "failure" -> {
          failures++;
          failed.add(test + ": " + message(xml));
        }
        case "error" -> {
          errors++;
          failed.add(test + ": " + message(xml));
        }
        case "skipped" -> {
          skipped++;
          reasons.merge(message(xml), 1, Integer::sum);
        }
        default -> {
          // Properties, and what the test has printed.
        }
      }
    }
  }

  /// `" (channel)"` of `"dev.parley.SomeTest(channel)"`.
  private static String suffix(String suite) {
    int start = suite == null ? -1 : suite.indexOf('(');
    return start < 0 ? "" : " " + suite.substring(start);
  }

  /// The class and the method; a class that fails as a whole has no method.
  private static String name(XMLStreamReader testCase) {
    String type = testCase.getAttributeValue(null, "classname");
    String method = testCase.getAttributeValue(null, "name");
    return method == null || method.isEmpty() ? type : type + "." + method;
  }

  /// The message, or where there is none, the first line of the stack trace.
  private static String message(XMLStreamReader xml) throws XMLStreamException {
    String type = String.valueOf(xml.getAttributeValue(null, "type"));
    String message = xml.getAttributeValue(null, "message");
    String text = message == null || message.isBlank() ? xml.getElementText() : message;
    String line = firstLine(text);
    if (line.startsWith(type + ": ")) {
      line = line.substring(type.length() + 2);
    }
    line = line.replaceFirst("^Assumption failed: ", "");
    return line.isEmpty() ? type : line;
  }

  private static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("").strip();
    int end = line.offsetByCodePoints(0, Math.min(MAX_REASON_CHARS, line.codePointCount(0, line.length())));
    return end < line.length() ? line.substring(0, end) + "…" : line;
  }

  private String text() {
    var text = new StringBuilder();
    text.append("Tests run: %d, Failures: %d, Errors: %d, Skipped: %d%n".formatted(run, failures, errors, skipped));
    if (!failed.isEmpty()) {
      text.append("failed:%n".formatted());
      failed.forEach(line -> text.append("  %s%n".formatted(line)));
    }
    if (!reasons.isEmpty()) {
      text.append("skipped:%n".formatted());
      reasons.forEach((reason, count) -> text.append("  %d × %s%n".formatted(count, reason)));
    }
    return text.toString();
  }
}
