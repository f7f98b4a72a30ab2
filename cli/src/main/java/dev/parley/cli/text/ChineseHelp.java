package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of the help, in Chinese.
final class ChineseHelp extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
