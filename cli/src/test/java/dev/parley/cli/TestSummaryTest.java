package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The summary that `./verify` prints at its end, for reports written here.
class TestSummaryTest {
  private static final Path PROGRAM =
      Path.of("").toAbsolutePath().resolveSibling("scripts/TestSummary.java");
  private static final String PASSED = "<testcase name=\"fine\" classname=\"a.OneTest\"/>";

  @TempDir private Path root;

  private void report(String module, String suite, String cases) throws IOException {
    Path directory = Files.createDirectories(root.resolve(module + "/target/surefire-reports"));
    Files.writeString(
        directory.resolve("TEST-" + suite.replaceFirst("\\((.*)\\)", "-$1") + ".xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + ("<testsuite name=\"" + suite + "\"><properties><property name=\"a\" value=\"b\"/>")
            + ("</properties>" + cases + "</testsuite>\n"));
  }

  private void assertSummary(int exitCode, String text) throws Exception {
    try (Program summary =
        Program.start(
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstdout.encoding=UTF-8",
                PROGRAM.toString(),
                root.toString()))) {
      assertEquals(text, summary.rest());
      assertEquals(exitCode, summary.exitCode(), summary.errors().toString());
    }
  }

  @Test
  void theTestsOfAllModulesAndRunsAreAddedUp() throws Exception {
    report("core", "a.OneTest", PASSED + PASSED);
    report("core", "a.OneTest(channel)", PASSED + PASSED);
    report("cli", "b.TwoTest", PASSED);
    assertSummary(0, "Tests run: 5, Failures: 0, Errors: 0, Skipped: 0\n");
  }

  @Test
  void eachFailedTestIsNamedWithTheFirstLineOfItsMessage() throws Exception {
    report(
        "core",
        "a.OneTest(channel)",
        PASSED
            + "<testcase name=\"wrong\" classname=\"a.OneTest\"><failure type=\"x.Failed\""
            + " message=\"expected: &lt;1&gt; but was: &lt;2&gt;&#10;and more\">trace</failure>"
            + "<system-out><![CDATA[<failure message=\"printed\"/>]]></system-out></testcase>");
    report(
        "cli",
        "b.TwoTest",
        "<testcase name=\"\" classname=\"b.TwoTest\"><error type=\"java.io.IOException\">"
            + "<![CDATA[java.io.IOException: no room\n\tat b.TwoTest]]></error></testcase>");
    assertSummary(
        1,
        """
        Tests run: 3, Failures: 1, Errors: 1, Skipped: 0
        failed:
          b.TwoTest: no room
          a.OneTest.wrong (channel): expected: <1> but was: <2>
        """);
  }

  @Test
  void skippedTestsAreCountedByReason() throws Exception {
    String aborted =
        "<testcase name=\"s\" classname=\"a.OneTest\"><skipped type=\"x.Aborted\"><![CDATA[x.Aborted:"
            + " Assumption failed: no /proc here\n\tat a.OneTest]]></skipped></testcase>";
    String disabled =
        "<testcase name=\"d\" classname=\"a.OneTest\"><skipped message=\"ncat fehlt: größer\"/>"
            + "</testcase>";
    report("core", "a.OneTest", aborted + disabled);
    report("cli", "b.TwoTest", aborted);
    assertSummary(
        0,
        """
        Tests run: 3, Failures: 0, Errors: 0, Skipped: 3
        skipped:
          1 × ncat fehlt: größer
          2 × no /proc here
        """);
  }

  @Test
  void aReportThatIsCutShortIsAFailure() throws Exception {
    report("core", "a.OneTest", PASSED);
    Path cut = root.resolve("core/target/surefire-reports/TEST-a.CutTest.xml");
    Files.writeString(
        cut, "<testsuite name=\"a.CutTest\"><testcase name=\"x\" classname=\"a.CutTest\"/>");
    try (Program summary =
        Program.start(
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                PROGRAM.toString(),
                root.toString()))) {
      assertTrue(summary.rest().contains(cut + ": the report cannot be read"));
      assertEquals(1, summary.exitCode());
    }
  }

  @Test
  void noReportsAtAllAreAFailure() throws Exception {
    assertSummary(1, "Tests run: 0, Failures: 0, Errors: 0, Skipped: 0\n");
  }
}
