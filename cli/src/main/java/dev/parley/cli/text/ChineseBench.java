package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `bench`, in Chinese.
final class ChineseBench extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
