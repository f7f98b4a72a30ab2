package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts about problems of the library, except those of FileProblem, in English.
final class EnglishProblem extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
