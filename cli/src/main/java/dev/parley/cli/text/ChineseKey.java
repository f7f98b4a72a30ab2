package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `keygen`, `passwd` and `cert`, in Chinese.
final class ChineseKey extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
