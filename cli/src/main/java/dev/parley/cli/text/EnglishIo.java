package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts about files, standard input and output, and the terminal, in English.
final class EnglishIo extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
