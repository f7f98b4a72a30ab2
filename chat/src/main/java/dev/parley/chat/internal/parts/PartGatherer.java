package dev.parley.chat.internal.parts;

import dev.parley.chat.protocol.ChatJson;
import dev.parley.frame.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts the messages of one peer together that come in parts, in any order, some of them twice.
/// Holds few at a time: what each may need is set aside at its first part, so that those that have
/// begun can be completed, and the parts of others are lost until there is room again. Pure;
/// confined to its caller.
public final class PartGatherer {
  private final int maxOpen;
  private final int maxParts;
  private final Map<String, Gathered> open = new HashMap<>();

  /// The parts of all that are open, those that have not come included.
  private int reserved;

  private long age;

  private static final class Gathered {
    private final byte[][] parts;

    /// Which of the parts have come.
    private final BitSet come;

    private int bytes;
    private long touched;

    private Gathered(int parts) {
      this.parts = new byte[parts][];
      this.come = new BitSet(parts);
    }

    private void put(int index, byte[] data) {
      if (!come.get(index)) {
        come.set(index);
        parts[index] = data;
        bytes += data.length;
      }
    }

    private boolean isComplete() {
      return come.cardinality() == parts.length;
    }

    private Message joined() {
      ByteBuffer whole = ByteBuffer.allocate(bytes);
      come.stream().forEach(index -> whole.put(parts[index]));
      return Message.of(whole.array());
    }
  }

  /// Creates one that has nothing.
  ///
  /// @param maxOpen the most messages that are incomplete at a time
  /// @param maxParts the most parts that these have together, each of at most
  ///   [ChatJson#MAX_PART_BYTES]
  public PartGatherer(int maxOpen, int maxParts) {
    this.maxOpen = maxOpen;
    this.maxParts = maxParts;
  }

  /// Takes a part. Does nothing if it is out of range, or if there is no room for it.
  ///
  /// @param of the same for all parts of one message
  /// @param part from 1 to `parts`
  /// @return the message if it is complete now, or has more than [ChatJson#MAX_BYTES], which its
  ///   reader refuses; otherwise null
  public @Nullable Message add(String of, int part, int parts, String data) {
    if (parts < 1
        || parts > ChatJson.MAX_PARTS
        || part < 1
        || part > parts
        || data.length() > ChatJson.MAX_PART_BYTES
        || of.codePointCount(0, of.length()) > ChatJson.MAX_PART_NAME) {
      return null;
    }
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    Gathered gathered = bytes.length > ChatJson.MAX_PART_BYTES ? null : gathered(of, parts);
    if (gathered == null) {
      return null;
    }
    gathered.touched = age;
    gathered.put(part - 1, bytes);
    if (!gathered.isComplete() && gathered.bytes <= ChatJson.MAX_BYTES) {
      return null;
    }
    forget(of, gathered);
    return gathered.joined();
  }

  /// Returns what has come of a message; null if it is new, and there is no room.
  private @Nullable Gathered gathered(String of, int parts) {
    Gathered known = open.get(of);
    if (known != null && known.parts.length == parts) {
      return known;
    }
    if (known != null) {
      forget(of, known); // it is another one by now
    }
    if (open.size() == maxOpen || reserved + parts > maxParts) {
      return null;
    }
    Gathered fresh = new Gathered(parts);
    open.put(of, fresh);
    reserved += parts;
    return fresh;
  }

  private void forget(String of, Gathered gathered) {
    open.remove(of);
    reserved -= gathered.parts.length;
  }

  /// Lets time pass: forgets those of which nothing has come since the last call but one.
  public void age() {
    age++;
    open.values()
        .removeIf(gathered -> {
          boolean isOld = gathered.touched < age - 1;
          reserved -= isOld ? gathered.parts.length : 0;
          return isOld;
        });
  }

  /// Forgets all.
  public void clear() {
    open.clear();
    reserved = 0;
  }
}
