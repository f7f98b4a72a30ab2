package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `connect`, in English.
final class EnglishConnect extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
