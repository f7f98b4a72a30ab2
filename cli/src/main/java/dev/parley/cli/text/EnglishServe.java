package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `serve`, in English.
final class EnglishServe extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
