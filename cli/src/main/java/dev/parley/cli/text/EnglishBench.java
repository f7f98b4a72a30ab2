package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `bench`, in English.
final class EnglishBench extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
