package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of the help, in English.
final class EnglishHelp extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
