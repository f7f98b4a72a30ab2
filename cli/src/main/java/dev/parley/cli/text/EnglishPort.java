package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `port`, in English.
final class EnglishPort extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
