package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `connect`, in Chinese.
final class ChineseConnect extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
