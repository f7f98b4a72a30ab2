package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.secure.Entropy;
import dev.parley.secure.NamedKey;
import dev.parley.testing.EventRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {
  private static final NamedKey LAPTOP = NamedKey.generate("laptop", Entropy.secure());
  private static final NamedKey NEXT = NamedKey.generate("laptop", Entropy.secure());
  private static final NamedKey THIRD = NamedKey.generate("laptop", Entropy.secure());
  private static final NamedKey PHONE = NamedKey.generate("phone", Entropy.secure());

  @TempDir private Path folder;
  private final EventRecorder events = new EventRecorder();
  private KeyFiles files;

  @AfterEach
  void close() {
    if (files != null) {
      files.close();
    }
  }

  private Path put(String name, NamedKey key) throws IOException {
    return put(name, key.toFileContent());
  }

  /// As careful programs do: the file is there as a whole or not at all.
  private Path put(String name, byte[] content) throws IOException {
    Path draft = folder.resolve("." + name);
    Files.write(draft, content);
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
    return Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void open() throws IOException {
    files = KeyFiles.open(folder, events);
  }

  private void awaitKeys(List<NamedKey> added, List<NamedKey> removed, int count)
      throws InterruptedException {
    Event wanted =
        new Event.KeysChanged(
            folder,
            added.stream().map(NamedKey::toString).sorted().toList(),
            removed.stream().map(NamedKey::toString).sorted().toList(),
            count);
    events.await(Event.KeysChanged.class, wanted::equals);
    assertEquals(count, files.ring().size());
  }

  private String awaitRefusal(Path file) throws InterruptedException {
    return events.await(Event.KeyRefused.class, refused -> refused.file().equals(file)).why();
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
    assertEquals(List.of(), events.all());
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
    IOException e = assertThrows(IOException.class, () -> KeyFiles.open(nowhere, events));
    assertEquals("cannot read " + nowhere + ": there is no such file or folder", e.getMessage());
  }

  @Test
  void aKeyThatComesOrGoesIsSeenAndToldByItsName() throws Exception {
    put("a.key", LAPTOP);
    open();
    Path phone = put("b.key", PHONE);
    awaitKeys(List.of(PHONE), List.of(), 2);
    assertTrue(files.ring().holds(PHONE));
    Files.delete(phone);
    awaitKeys(List.of(), List.of(PHONE), 1);
    assertFalse(files.ring().holds(PHONE));
    Files.delete(folder.resolve("a.key"));
    awaitKeys(List.of(), List.of(LAPTOP), 0);
  }

  @Test
  void aKeyIsReplacedWithTwoOfItsNameAliveForAWhile() throws Exception {
    Path old = put("laptop.key", LAPTOP);
    open();
    put("laptop-2.key", NEXT);
    awaitKeys(List.of(NEXT), List.of(), 2);
    Path third = put("laptop-1.key", THIRD);
    assertEquals(
        "there are 2 other keys of the name laptop, and no more may be", awaitRefusal(third));
    assertTrue(files.ring().holds(LAPTOP) && files.ring().holds(NEXT), "the old ones stay");
    Files.delete(old);
    awaitKeys(List.of(THIRD), List.of(LAPTOP), 2);
  }

  @Test
  void aFileThatIsWrittenOverHoldsAnotherKey() throws Exception {
    put("a.key", LAPTOP);
    open();
    put("a.key", NEXT);
    awaitKeys(List.of(NEXT), List.of(LAPTOP), 1);
  }

  @Test
  void aFaultyFileKeepsWhatItHeldAndHoldsUpNothingElse() throws Exception {
    Path laptop = put("a.key", LAPTOP);
    Path phone = put("b.key", PHONE);
    open();
    put("a.key", bytes("half a k"));
    awaitRefusal(laptop);
    assertTrue(files.ring().holds(LAPTOP));
    Files.delete(phone);
    awaitKeys(List.of(), List.of(PHONE), 1);
    put("a.key", NEXT);
    awaitKeys(List.of(NEXT), List.of(LAPTOP), 1);
  }

  @Test
  void aFaultyNewFileIsRefusedOnce() throws Exception {
    put("a.key", LAPTOP);
    open();
    Path faulty = put("b.key", bytes("name: phone\nhunter2\n"));
    assertEquals(
        "line 2 is none of them: a key file has the lines name:, id: and key:",
        awaitRefusal(faulty));
    put("c.key", PHONE);
    awaitKeys(List.of(PHONE), List.of(), 2);
    assertEquals(1, events.all(Event.KeyRefused.class).size());
  }

  @Test
  void theSameKeyInTwoFilesCountsOnce() throws Exception {
    put("a.key", LAPTOP);
    open();
    Path copy = put("b.key", LAPTOP);
    assertEquals(
        "the key " + LAPTOP + " is in " + folder.resolve("a.key") + " already", awaitRefusal(copy));
    assertEquals(1, files.ring().size());
  }

  @Test
  void aFolderThatGoesKeepsTheKeys() throws Exception {
    Path key = put("a.key", LAPTOP);
    open();
    Files.move(folder, folder.resolveSibling(folder.getFileName() + "-gone"));
    try {
      assertEquals("there is no such file or folder", awaitRefusal(folder));
      assertTrue(files.ring().holds(LAPTOP));
    } finally {
      Files.move(folder.resolveSibling(folder.getFileName() + "-gone"), folder);
    }
    Files.delete(key);
    awaitKeys(List.of(), List.of(LAPTOP), 0);
  }

  @Test
  void beingAskedReadsAgainAndSaysSoThoughNothingChanged() throws Exception {
    put("a.key", LAPTOP);
    open();
    files.reload();
    awaitKeys(List.of(), List.of(), 1);
  }

  @Test
  void oneFileIsEnoughAndItsEndIsTheEndOfItsKey() throws Exception {
    Path file = put("a.key", LAPTOP);
    put("b.key", PHONE);
    files = KeyFiles.open(file, events);
    assertEquals(1, files.ring().size());
    Files.delete(file);
    assertEquals(List.of(LAPTOP.toString()), events.await(Event.KeysChanged.class).removed());
    assertEquals(0, files.ring().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--"})
  void aFileThatOthersMayReadIsTold(String permissions) throws Exception {
    Path file = put("a.key", LAPTOP);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    open();
    assertEquals(new Event.KeyExposed(file), events.await(Event.KeyExposed.class));
  }

  @Test
  void aFolderHoldsSoManyKeyFilesAndNoMore() throws Exception {
    put("a.key", LAPTOP);
    put("b.key", PHONE);
    assertNull(KeyLook.atFolder(folder, 2).trouble());
    assertEquals(
        new KeyLook(Map.of(), "it holds more than 1 key files"), KeyLook.atFolder(folder, 1));
  }

  @Test
  void aFileHasSoManyBytesAndNoMore() throws Exception {
    String key = new String(LAPTOP.toFileContent(), StandardCharsets.US_ASCII);
    String most = key + "#".repeat(NamedKey.MAX_FILE_BYTES - key.length());
    put("a.key", bytes(most));
    open();
    assertTrue(files.ring().holds(LAPTOP));
    Path large = put("b.key", bytes(most + "#"));
    assertEquals("a key file has at most 4096 bytes, this one 4097", awaitRefusal(large));
  }

  @Test
  void aFolderWithAKeyNameIsNoKey() throws Exception {
    put("a.key", LAPTOP);
    open();
    Path directory = Files.createDirectory(folder.resolve("b.key"));
    assertEquals("it is no regular file", awaitRefusal(directory));
  }

  @Test
  void noKeyIsInWhatIsTold() throws Exception {
    put("a.key", LAPTOP);
    open();
    put("b.key", PHONE);
    awaitKeys(List.of(PHONE), List.of(), 2);
    String key =
        new String(PHONE.toFileContent(), StandardCharsets.US_ASCII)
            .replaceAll("(?s).*key: (\\w+)\n", "$1");
    assertEquals(64, key.length());
    assertFalse(events.all().toString().contains(key));
  }
}
