package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of the command line itself: usage, ends, other tools, in Chinese.
final class ChineseCommand extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
