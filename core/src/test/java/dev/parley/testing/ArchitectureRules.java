package dev.parley.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/// The allowed dependencies of each module. Every rule gives its reason; if one prevents something
/// good, change it here with a reason instead of working around it.
public final class ArchitectureRules {
  private static final Path MAIN = Path.of("target", "classes");
  private static final Path TESTS = Path.of("target", "test-classes");

  private static final Path RESOURCES = Path.of("src", "test", "resources");

  /// The end of the name of a folder of inputs, as Jazzer has it: a folder for each method inside.
  private static final String INPUTS = "FuzzTestInputs";

  /// The pure packages: bytes and time in, values out.
  private static final String[] PURE = {
    "dev.parley.frame..",
    "dev.parley.layer..",
    "dev.parley.text..",
    "dev.parley.limit..",
    "dev.parley.secure..",
    "dev.parley.hmac..",
    "dev.parley.sealed..",
    "dev.parley.internal.noise..",
    "dev.parley.internal.buffer..",
    "dev.parley.internal.prelude..",
    "dev.parley.prelude..",
    "dev.parley.passwords..",
    "dev.parley.chat.config..",
    "dev.parley.chat.history..",
    "dev.parley.chat.internal.hub..",
    "dev.parley.chat.protocol..",
    "dev.parley.chat.internal.parts..",
    "dev.parley.chat.internal.plain..",
    "dev.parley.chat.internal.precis.."
  };

  /// Packages that must not depend on anything that touches a socket, but may read files and,
  /// because JSSE requires it, mention a socket type.
  private static final String[] WITHOUT_SOCKETS = {
    "dev.parley.tls..", "dev.parley.internal.x509..", "dev.parley.reload.."
  };

  private static final String[] SECRET = {
    "dev.parley.secure..",
    "dev.parley.hmac..",
    "dev.parley.sealed..",
    "dev.parley.tls..",
    "dev.parley.internal.noise..",
    "dev.parley.internal.buffer..",
    "dev.parley.internal.x509..",
    "dev.parley.passwords.."
  };

  private static final DescribedPredicate<JavaClass> NETWORK_TYPES =
      describe(
          "sockets or network channels",
          type ->
              type.getFullName().matches("java\\.net\\.(Server|Datagram|Multicast)?Socket")
                  || (type.getPackageName().startsWith("java.nio.channels")
                      && !type.getSimpleName().matches(".*File.*|.*Exception")));

  private static final DescribedPredicate<JavaClass> FILE_CHANNELS =
      describe(
          "file channels",
          type ->
              type.getFullName()
                  .matches("java\\.nio\\.channels\\.(File(Channel|Lock)|.*ByteChannel)"));

  private static final DescribedPredicate<JavaClass> FILES =
      describe(
          "files",
          type ->
              type.getFullName()
                  .matches(
                      "java\\.nio\\.file\\.Files|java\\.io\\.(File|RandomAccessFile|File(Input|Output)Stream|FileReader|FileWriter)"
                          + "|java\\.nio\\.channels\\.FileChannel"));

  private static final DescribedPredicate<JavaClass> KEY_FILES =
      describe(
          "read and write key files",
          type -> type.getFullName().matches("dev\\.parley\\.sealed\\.KeyFiles?(\\$.*)?"));

  private static final DescribedPredicate<JavaClass> ADDRESSES =
      describe(
          "addresses",
          type ->
              type.getFullName()
                  .matches(
                      "java\\.net\\.(Inet[46]?|InetSocket|Socket)Address|.*UnknownHostException"));

  private static final DescribedPredicate<JavaCall<?>> READ_THE_TIME =
      describe(
          "read the time",
          call ->
              (call.getTargetOwner().isEquivalentTo(System.class)
                      && call.getName().matches("nanoTime|currentTimeMillis"))
                  || (call.getTargetOwner().getPackageName().equals("java.time")
                      && call.getName().matches("now|system(UTC|DefaultZone)?|tick.*")));

  private static final DescribedPredicate<JavaCall<?>> SLEEP =
      describe(
          "sleep",
          call ->
              call.getName().equals("sleep")
                  && (call.getTargetOwner().isEquivalentTo(Thread.class)
                      || call.getTargetOwner().isEquivalentTo(TimeUnit.class)));

  private static final DescribedPredicate<JavaClass> HANDLE_SECRETS =
      describe(
          "handle secrets",
          type ->
              resideInAnyPackage(SECRET).test(type)
                  || type.getDirectDependenciesFromSelf().stream()
                      .map(Dependency::getTargetClass)
                      .anyMatch(used ->
                          used.getPackageName().startsWith("javax.crypto")
                              || used.getName()
                                  .matches(
                                      "java\\.security\\.MessageDigest"
                                          + "|dev\\.parley\\.(hmac\\.Secret|sealed\\.(NamedKey|KeyRing))")));

  private static final DescribedPredicate<JavaAccess<?>> COMPARE_BYTES_AS_FAR_AS_THEY_AGREE =
      describe(
          "compare arrays or buffers only as far as they agree",
          access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getName();
            return (owner.equals("java.util.Arrays")
                    && name.matches("equals|deepEquals|mismatch|compare|compareUnsigned"))
                || (owner.equals("java.util.Objects") && name.equals("deepEquals"))
                || (owner.matches("java\\.nio\\..*Buffer")
                    && name.matches("equals|compareTo|mismatch"));
          });

  private static final DescribedPredicate<JavaField> A_SECRET_IN_A_STRING =
      describe(
          "a String or StringBuilder with the name of a secret",
          field ->
              field.getRawType().isAssignableTo(CharSequence.class)
                  && !field.getModifiers().contains(JavaModifier.STATIC)
                  && field
                      .getName()
                      .matches("(?i:.*(secret|password|passphrase|psk|proof|mac|tag))|key|.*Key"));

  private static final DescribedPredicate<JavaClass> ENGINE_TRUST =
      describe(
          "are JSSE's key and trust managers",
          type ->
              type.isAssignableTo(X509ExtendedKeyManager.class)
                  || type.isAssignableTo(X509ExtendedTrustManager.class));

  private static final ArchRule NO_PACKAGE_CYCLES =
      slices()
          .matching("dev.(**)")
          .should()
          .beFreeOfCycles()
          .because("packages in a circle can only be understood all at once");

  private static final ArchRule PURE_PARTS_TOUCH_NO_NETWORK =
      noClasses()
          .that(resideInAnyPackage(PURE).or(resideInAnyPackage(WITHOUT_SOCKETS)))
          .and(DescribedPredicate.not(ENGINE_TRUST))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.net..", "java.nio.channels..", "dev.parley.internal.net..")
                  .and(DescribedPredicate.not(FILE_CHANNELS))
                  .and(DescribedPredicate.not(ADDRESSES)))
          .because(
              "codecs, security and limits are state machines over bytes: no socket inside, so that tests can feed them"
                  + " every split of the input (addresses are values like numbers; JSSE's interfaces for keys and trust name a Socket in methods that an"
                  + " engine never calls)");

  private static final ArchRule PURE_PARTS_TOUCH_NO_FILE =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .and(DescribedPredicate.not(KEY_FILES))
          .should()
          .dependOnClassesThat(FILES)
          .because(
              "what a file says is handed in as bytes, so that a test needs none (a key file is read beside the key, so"
                  + " that the bytes of a key have no public accessor)");

  private static final ArchRule NET_KNOWS_NO_MESSAGES =
      classes()
          .that()
          .resideInAPackage("dev.parley.internal.net..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.parley.internal.net..",
                      "dev.parley.internal.posix..",
                      "dev.parley.layer..",
                      "dev.parley.limit..",
                      "dev.parley.prelude..",
                      "dev.parley.problem..",
                      "dev.parley.reload..")
                  .or(DescribedPredicate.not(resideInAPackage("dev.parley.."))))
          .because("sockets move bytes: what is a message, a record or a session is decided above");

  private static final ArchRule PURE_PARTS_MAKE_NO_SYSTEM_CALL =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.parley.internal.posix..")
          .because("they run wherever Java does");

  private static final ArchRule POSIX_KNOWS_NOBODY =
      classes()
          .that()
          .resideInAPackage("dev.parley.internal.posix..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("dev.parley.internal.posix..", "dev.parley.problem..")
                  .or(DescribedPredicate.not(resideInAPackage("dev.parley.."))))
          .because(
              "system calls are the lowest layer: they know descriptors, numbers and addresses");

  private static final ArchRule FOREIGN_CALLS_ONLY_IN_POSIX =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.parley.internal.posix..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.lang.foreign..")
                  .and(
                      describe(
                          "are more than memory",
                          type ->
                              !type.getSimpleName()
                                  .matches(
                                      "Arena|MemorySegment|SegmentAllocator|Scope|AddressLayout"))))
          .because(
              "a foreign call with a wrong signature crashes the process; one package makes them"
                  + " (memory for them may be passed on)");

  private static final ArchRule FOREIGN_MEMORY_ONLY_IN_NET =
      noClasses()
          .that(
              DescribedPredicate.not(
                  resideInAnyPackage("dev.parley.internal.net..", "dev.parley.internal.posix..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign..")
          .because("memory of the system's is for system calls");

  private static final ArchRule PROBLEMS_ARE_VALUES =
      classes()
          .that()
          .resideInAPackage("dev.parley.problem..")
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage("dev.parley.problem..")
                  .or(DescribedPredicate.not(resideInAPackage("dev.parley.."))))
          .because("every package says why something did not work, so problems know none of them");

  private static final ArchRule PURE_PARTS_TOUCH_NO_THREAD =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .because(
              "codecs, security and limits are confined to the loop or thread that calls them");

  private static final ArchRule NETWORK_ONLY_IN_NET =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.parley.internal.net..",
              "dev.parley.internal.posix..",
              "dev.parley.internal.simulation..")
          .and(DescribedPredicate.not(ENGINE_TRUST))
          .and(
              describe(
                  "are not dev.parley.cli.port.BindProbe",
                  type -> !type.getName().equals("dev.parley.cli.port.BindProbe")))
          .should()
          .dependOnClassesThat(NETWORK_TYPES)
          .because(
              "one package opens and closes sockets, so that none leaks and none blocks a loop (system calls take a socket's descriptor; a simulation has channels in memory only; a BindProbe takes a port"
                  + " for a moment to learn whether it is free, talks to nobody and lets go before it returns)");

  private static final ArchRule TIME_ONLY_FROM_CLOCK =
      noClasses()
          .that(
              describe(
                  "are not dev.parley.limit.Clock",
                  type -> !type.getName().matches("dev\\.parley\\.limit\\.Clock(\\$.*)?")))
          .should()
          .callCodeUnitWhere(READ_THE_TIME)
          .because(
              "time is an argument or comes from dev.parley.limit.Clock, so that tests set it and never wait");

  private static final ArchRule NO_STANDARD_STREAMS =
      noClasses()
          .should(ACCESS_STANDARD_STREAMS)
          .because("a library does not print; it emits events, and the command line shows them");

  private static final ArchRule NO_LOGGING =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.util.logging..")
                  .or(
                      describe(
                          "System.Logger",
                          type -> type.getName().startsWith("java.lang.System$Logger"))))
          .because(
              "the engine emits events and never logs; the embedding program decides what to log");

  private static final ArchRule NO_SLEEP =
      noClasses()
          .should()
          .callCodeUnitWhere(SLEEP)
          .because(
              "a sleep is too short or too long: wait for the event (EventRecorder.await) or for a deadline");

  private static final ArchRule NAMES_SAY_SOMETHING =
      classes()
          .should()
          .haveSimpleNameNotStartingWith("Abstract")
          .andShould(
              not(
                  have(
                      describe(
                          "a simple name ending in Helper, Util(s), Impl, Misc, Common or Base",
                          type ->
                              type.getSimpleName()
                                  .matches(".*(Helper|Utils?|Impl|Misc|Common|Base)")))))
          .because("such a name says nothing; find the noun of the field");

  private static final ArchRule SECRETS_ARE_COMPARED_IN_EQUAL_TIME =
      noClasses()
          .that(HANDLE_SECRETS)
          .should()
          .accessTargetWhere(COMPARE_BYTES_AS_FAR_AS_THEY_AGREE)
          .because(
              "how long such a compare takes tells how many bytes were right, so that they can be guessed one after the"
                  + " other; java.security.MessageDigest.isEqual is the one compare");

  private static final ArchRule SECRETS_ARE_NO_STRINGS =
      noFields()
          .that()
          .areDeclaredInClassesThat(HANDLE_SECRETS)
          .should(be(A_SECRET_IN_A_STRING))
          .because(
              "a string cannot be wiped, is printed by accident, and its equals stops at the first difference; keep"
                  + " secrets in a byte[] or a dev.parley.hmac.Secret");

  private ArchitectureRules() {}

  /// Returns the rules for code that handles secrets, to be tried on classes that break them.
  public static List<ArchRule> ofSecrets() {
    return List.of(SECRETS_ARE_COMPARED_IN_EQUAL_TIME, SECRETS_ARE_NO_STRINGS);
  }

  /// Returns one test per rule of the engine.
  public static Stream<DynamicTest> core() {
    return Stream.concat(
        library(),
        tests(
            MAIN,
            PURE_PARTS_TOUCH_NO_NETWORK,
            PURE_PARTS_TOUCH_NO_FILE,
            PURE_PARTS_TOUCH_NO_THREAD,
            PURE_PARTS_MAKE_NO_SYSTEM_CALL,
            NET_KNOWS_NO_MESSAGES,
            POSIX_KNOWS_NOBODY,
            PROBLEMS_ARE_VALUES,
            NO_LOGGING));
  }

  /// Returns one test per rule of a module that is embedded in other programs.
  public static Stream<DynamicTest> library() {
    return Stream.concat(program(), tests(MAIN, NO_STANDARD_STREAMS));
  }

  /// Returns one test per rule that applies to all modules, including the command line.
  public static Stream<DynamicTest> program() {
    return Stream.concat(
        tests(
            MAIN,
            NO_PACKAGE_CYCLES,
            NETWORK_ONLY_IN_NET,
            FOREIGN_CALLS_ONLY_IN_POSIX,
            FOREIGN_MEMORY_ONLY_IN_NET,
            TIME_ONLY_FROM_CLOCK,
            NO_SLEEP,
            NAMES_SAY_SOMETHING,
            SECRETS_ARE_COMPARED_IN_EQUAL_TIME,
            SECRETS_ARE_NO_STRINGS),
        Stream.concat(tests(TESTS, NO_SLEEP), inputs()));
  }

  /// Returns the test that each folder of committed inputs is that of a fuzz test, which replays
  /// it: one that is left behind when a class moves would be silently ignored.
  private static Stream<DynamicTest> inputs() {
    if (!Files.isDirectory(RESOURCES)) {
      return Stream.empty();
    }
    return Stream.of(
        DynamicTest.dynamicTest(
            "inputs of fuzz tests belong to one",
            () -> {
              JavaClasses classes = new ClassFileImporter().importPath(TESTS);
              try (Stream<Path> files = Files.walk(RESOURCES)) {
                Assertions.assertEquals(
                    List.of(),
                    files
                        .filter(file -> file.getParent().toString().endsWith(INPUTS))
                        .filter(inputs -> !isReplayed(inputs, classes))
                        .toList());
              }
            }));
  }

  private static boolean isReplayed(Path inputs, JavaClasses classes) {
    String folder = RESOURCES.relativize(inputs.getParent()).toString().replace('/', '.');
    String test = folder.substring(0, folder.length() - "Inputs".length());
    String method = inputs.getFileName().toString();
    return classes.contain(test)
        && classes.get(test).getMethods().stream().anyMatch(one -> one.getName().equals(method));
  }

  private static Stream<DynamicTest> tests(Path classFiles, ArchRule... rules) {
    JavaClasses classes = new ClassFileImporter().importPath(classFiles);
    return Stream.of(rules)
        .map(rule ->
            DynamicTest.dynamicTest(
                classFiles.getFileName() + ": " + rule.getDescription(),
                () -> rule.allowEmptyShould(true).check(classes)));
  }
}
