package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts about what happened on a server, in Chinese.
final class ChineseReport extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
