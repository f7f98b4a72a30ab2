package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `keygen`, `passwd` and `cert`, in English.
final class EnglishKey extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
