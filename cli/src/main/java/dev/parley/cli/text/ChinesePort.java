package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `port`, in Chinese.
final class ChinesePort extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
