package dev.parley.sealed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.reload.Looks;
import dev.parley.secure.Entropy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the effect of changed key files; `FollowerTest` tests when a change takes effect.
final class KeyFilesTest {
  private static final NamedKey LAPTOP = NamedKey.generate("laptop", Entropy.secure());
  private static final NamedKey NEXT = NamedKey.generate("laptop", Entropy.secure());
  private static final NamedKey THIRD = NamedKey.generate("laptop", Entropy.secure());
  private static final NamedKey PHONE = NamedKey.generate("phone", Entropy.secure());

  @TempDir private Path root;
  private Path folder;
  private KeyFiles files;
  private Looks looks;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(root.resolve("keys"));
  }

  private Path put(String name, NamedKey key) throws IOException {
    return put(name, key.toFileContent());
  }

  /// Writes the file atomically, as careful programs do: it appears as a whole or not at all.
  private Path put(String name, byte[] content) throws IOException {
    Path draft = folder.resolve("." + name);
    Files.write(draft, content);
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
    return Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void open() throws IOException {
    open(folder);
  }

  private void open(Path where) throws IOException {
    files = KeyFiles.open(where);
    looks = new Looks(files);
    assertEquals(List.of(), looks.settled());
  }

  private String changed(List<NamedKey> added, List<NamedKey> removed, int count) {
    assertEquals(count, files.ring().size());
    return "keys added " + labels(added) + " removed " + labels(removed) + " now " + count;
  }

  private static List<String> labels(List<NamedKey> keys) {
    return keys.stream().map(NamedKey::toString).sorted().toList();
  }

  private void assertTold(List<NamedKey> added, List<NamedKey> removed, int count) {
    List<String> told = looks.settled();
    assertEquals(List.of(changed(added, removed, count)), told);
  }

  private void assertKept(String name, String why) {
    assertEquals(List.of(name + " kept: " + why), looks.settled());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aFolderIsItsFilesThatEndWithKey() throws Exception {
    put("a.key", LAPTOP);
    put("b.key", PHONE);
    put("c.key.old", NEXT);
    put(".d.key", THIRD);
    put("README", bytes("whose keys these are"));
    open();
    assertEquals(2, files.ring().size());
    assertTrue(files.ring().holds(LAPTOP) && files.ring().holds(PHONE));
  }

  @Test
  void aFolderWithoutKeysIsRefusedAtTheStart() throws Exception {
    put("README", bytes("nothing"));
    IOException e = assertThrows(IOException.class, this::open);
    assertEquals(folder + " holds no keys, files whose names end with .key", e.getMessage());
  }

  @Test
  void aFaultyFileIsRefusedAtTheStartByItsNameAndLineAndNotItsContent() throws Exception {
    put("a.key", LAPTOP);
    Path faulty = put("b.key", bytes("name: phone\nhunter2\n"));
    IOException e = assertThrows(IOException.class, this::open);
    assertEquals(
        faulty
            + " cannot be used: line 2 is none of them: a key file has the lines name:, id: and key:",
        e.getMessage());
  }

  @Test
  void aFolderThatIsNotThereIsRefused() {
    Path nowhere = folder.resolve("nowhere");
    IOException e = assertThrows(IOException.class, () -> KeyFiles.open(nowhere));
    assertEquals("cannot read " + nowhere + ": there is no such file or folder", e.getMessage());
  }

  @Test
  void aKeyThatComesOrGoesIsSeenAndToldByItsName() throws Exception {
    put("a.key", LAPTOP);
    open();
    Path phone = put("b.key", PHONE);
    assertTold(List.of(PHONE), List.of(), 2);
    assertTrue(files.ring().holds(PHONE));
    Files.delete(phone);
    assertTold(List.of(), List.of(PHONE), 1);
    assertFalse(files.ring().holds(PHONE));
    Files.delete(folder.resolve("a.key"));
    assertTold(List.of(), List.of(LAPTOP), 0);
  }

  @Test
  void aKeyIsReplacedWithTwoOfItsNameAliveForAWhile() throws Exception {
    Path old = put("laptop.key", LAPTOP);
    open();
    put("laptop-2.key", NEXT);
    assertTold(List.of(NEXT), List.of(), 2);
    put("laptop-1.key", THIRD);
    assertKept("laptop-1.key", "there are 2 other keys of the name laptop, and no more may be");
    assertTrue(files.ring().holds(LAPTOP) && files.ring().holds(NEXT), "the old ones stay");
    Files.delete(old);
    List<String> told = looks.settled();
    assertEquals(
        List.of(changed(List.of(THIRD), List.of(LAPTOP), 2), "laptop-1.key repaired"), told);
  }

  @Test
  void aFileThatIsWrittenOverHoldsAnotherKey() throws Exception {
    put("a.key", LAPTOP);
    open();
    put("a.key", NEXT);
    assertTold(List.of(NEXT), List.of(LAPTOP), 1);
  }

  @Test
  void aFaultyFileKeepsWhatItHeldAndHoldsUpNothingElse() throws Exception {
    put("a.key", LAPTOP);
    Path phone = put("b.key", PHONE);
    open();
    put("a.key", bytes("half a k"));
    assertEquals(1, looks.settled().size());
    assertTrue(files.ring().holds(LAPTOP));
    Files.delete(phone);
    assertTold(List.of(), List.of(PHONE), 1);
    put("a.key", NEXT);
    List<String> told = looks.settled();
    assertEquals(List.of(changed(List.of(NEXT), List.of(LAPTOP), 1), "a.key repaired"), told);
  }

  @Test
  void aFaultyNewFileIsRefusedOnce() throws Exception {
    put("a.key", LAPTOP);
    open();
    Path faulty = put("b.key", bytes("name: phone\nhunter2\n"));
    assertKept("b.key", "line 2 is none of them: a key file has the lines name:, id: and key:");
    put("c.key", PHONE);
    assertTold(List.of(PHONE), List.of(), 2);
    Files.delete(faulty);
    assertEquals(List.of("b.key repaired"), looks.settled(), "it is gone");
  }

  @Test
  void theSameKeyInTwoFilesCountsOnce() throws Exception {
    put("a.key", LAPTOP);
    open();
    put("b.key", LAPTOP);
    assertKept("b.key", "the key " + LAPTOP + " is in " + folder.resolve("a.key") + " already");
    assertEquals(1, files.ring().size());
  }

  @Test
  void anEmptyKeyFileTakesItsKeyAway() throws Exception {
    put("a.key", LAPTOP);
    put("b.key", PHONE);
    open();
    put("b.key", new byte[0]);
    assertTold(List.of(), List.of(PHONE), 1);
  }

  @Test
  void anEmptyKeyFileIsRefusedAtTheStart() throws Exception {
    Path file = put("a.key", new byte[0]);
    IOException e = assertThrows(IOException.class, this::open);
    assertEquals(file + " cannot be used: it is empty", e.getMessage());
  }

  @Test
  void aFolderThatGoesTakesItsKeysAwayAndBringsThemBack() throws Exception {
    put("a.key", LAPTOP);
    open();
    Path gone = Files.move(folder, root.resolve("gone"));
    assertEquals(List.of(), looks.after(500), "it may be replaced at this moment");
    assertEquals(List.of(changed0()), looks.after(500));
    Files.move(gone, folder);
    assertTold(List.of(LAPTOP), List.of(), 1);
  }

  private static String changed0() {
    return "keys added [] removed [" + LAPTOP + "] now 0";
  }

  @Test
  void aFolderThatIsReplacedByAnotherIsThatOther() throws Exception {
    put("a.key", LAPTOP);
    put("b.key", PHONE);
    open();
    Path old = folder;
    folder = Files.createDirectory(root.resolve("other"));
    put("a.key", NEXT);
    put("b.key", PHONE);
    Files.move(old, root.resolve("gone"));
    Files.move(folder, old);
    assertTold(List.of(NEXT), List.of(LAPTOP), 2);
  }

  @Test
  void whatIsNoFolderAnyMoreKeepsTheKeys() throws Exception {
    put("a.key", LAPTOP);
    open();
    Files.move(folder, root.resolve("gone"));
    Files.writeString(folder, "no folder");
    assertKept("keys", "it is no folder");
    assertTrue(files.ring().holds(LAPTOP));
    Files.delete(folder);
    Files.move(root.resolve("gone"), folder);
    assertEquals(List.of("keys repaired"), looks.settled());
  }

  @Test
  void beingAskedReadsAgainAndSaysSoThoughNothingChanged() throws Exception {
    put("a.key", LAPTOP);
    open();
    assertEquals(List.of(changed(List.of(), List.of(), 1)), looks.asked());
  }

  @Test
  void oneFileIsEnoughAndItsEndIsTheEndOfItsKey() throws Exception {
    Path file = put("a.key", LAPTOP);
    put("b.key", PHONE);
    open(file);
    assertEquals(1, files.ring().size());
    Files.delete(file);
    assertTold(List.of(), List.of(LAPTOP), 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--"})
  void aFileThatOthersMayReadIsTold(String permissions) throws Exception {
    Path file = put("a.key", LAPTOP);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    assertEquals(List.of("a.key exposed"), new Looks(KeyFiles.open(folder)).first());
  }

  @Test
  void aFolderHoldsSoManyKeyFilesAndNoMore() throws Exception {
    put("a.key", LAPTOP);
    put("b.key", PHONE);
    looks = new Looks(KeyFiles.open(folder, 2));
    assertEquals(List.of(), looks.settled());
    put("c.key", NEXT);
    assertKept("keys", "it holds more than 2 key files");
    IOException e = assertThrows(IOException.class, () -> KeyFiles.open(folder, 2));
    assertEquals("cannot read " + folder + ": it holds more than 2 key files", e.getMessage());
  }

  @Test
  void aFileHasSoManyBytesAndNoMore() throws Exception {
    String key = new String(LAPTOP.toFileContent(), StandardCharsets.US_ASCII);
    String most = key + "#".repeat(NamedKey.MAX_FILE_BYTES - key.length());
    put("a.key", bytes(most));
    open();
    assertTrue(files.ring().holds(LAPTOP));
    put("b.key", bytes(most + "#"));
    assertKept("b.key", "a key file has at most 4096 bytes, this one 4097");
  }

  @Test
  void aFolderWithAKeyNameIsNoKey() throws Exception {
    put("a.key", LAPTOP);
    open();
    Files.createDirectory(folder.resolve("b.key"));
    assertKept("b.key", "it is no regular file");
  }

  @Test
  void aFolderThatOthersMayWriteToIsRefusedAtTheStart() throws Exception {
    put("a.key", LAPTOP);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xrwx"));
    IOException e = assertThrows(IOException.class, () -> KeyFiles.open(folder));
    assertTrue(String.valueOf(e.getMessage()).contains("other users may write"), e.getMessage());
  }

  @Test
  void aFolderThatIsOpenedToOthersKeepsItsKeys() throws Exception {
    put("a.key", LAPTOP);
    open();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xrwx"));
    put("b.key", PHONE);
    assertKept("keys", "other users may write to it; chmod o-w");
    assertEquals(1, files.ring().size());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    assertTrue(looks.settled().contains(changed(List.of(PHONE), List.of(), 2)));
  }

  @Test
  void aFileThatIsOpenedToOthersKeepsItsKey() throws Exception {
    Path file = put("a.key", LAPTOP);
    open();
    Files.write(file, NEXT.toFileContent());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-----w-"));
    assertKept("a.key", "other users may write to it; chmod o-w");
    assertTrue(files.ring().holds(LAPTOP));
    assertFalse(files.ring().holds(NEXT));
  }

  @Test
  void noKeyIsInWhatIsTold() throws Exception {
    put("a.key", LAPTOP);
    open();
    put("b.key", PHONE);
    List<String> told = looks.settled();
    String key =
        new String(PHONE.toFileContent(), StandardCharsets.US_ASCII)
            .replaceAll("(?s).*key: (\\w+)\n", "$1");
    assertEquals(64, key.length());
    assertFalse(told.toString().contains(key));
    assertFalse(files.toString().contains(key));
  }
}
