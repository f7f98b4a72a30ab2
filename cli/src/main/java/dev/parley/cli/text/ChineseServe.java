package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `serve`, in Chinese.
final class ChineseServe extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
