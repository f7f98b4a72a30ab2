package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts about problems of files, keys, certificates and passwords, in Chinese.
final class ChineseFileProblem extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {};
  }
}
