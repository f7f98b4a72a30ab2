package dev.parley.history.internal.tools;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.parley.text.Printable;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Writes characters that [Printable] rejects as JSON `u` escapes, so that a line is safe to show
/// at a terminal, and every reader turns them back into the same characters. Those beyond U+FFFF
/// are escaped by Jackson itself.
final class SafeEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1L;
  private static final int DELETE = 0x7f;

  private final int[] ascii = standardAsciiEscapesForJSON();

  SafeEscapes() {
    ascii[DELETE] = ESCAPE_STANDARD;
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return ascii.clone();
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int character) {
    return Character.isSurrogate((char) character) || Printable.passes(character)
        ? null
        : new SerializedString("\\u" + HexFormat.of().toHexDigits((char) character));
  }
}
