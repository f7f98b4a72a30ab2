package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of the command line as a whole: wrong usage, defects, and the questions of the menu,
/// in English.
final class EnglishMain extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"main.see-help", "{0}; see {1} --help"},
      {"main.unknown-option", "unknown option '{0}'"},
      {"main.unknown-option-alike", "unknown option '{0}', did you mean {1}?"},
      {"main.unknown-option-hint", "unknown option '{0}'; {1}"},
      {"main.unknown-word", "nothing known is called '{0}'"},
      {"main.unknown-word-alike", "nothing known is called '{0}', did you mean {1}?"},
      {"main.unknown-word-hint", "nothing known is called '{0}'; {1}"},
      {"main.or", "{0} or {1}"},
      {"main.invalid-value", "invalid value for option '{0}': {1}"},
      {"main.missing-value", "missing required parameter for option '{0}' ({1})"},
      {"main.option-for-value", "expected parameter for option '{0}' but found '{1}'"},
      {"main.missing-word", "missing required parameter: {0}"},
      {"main.missing-words", "missing required parameters: {0}"},
      {"main.repeated-option", "option '{0}' ({1}) should be specified only once"},
      {"main.repeated-flag", "option '{0}' should be specified only once"},
      {"main.wrong-usage", "{0}"},
      {"main.senseless", "this makes no sense"},
      {"main.defect", "a defect of Parley, please report it: {0}"},
      {
        "main.defect-without-trace",
        "a defect of Parley, please report it: {0} (PARLEY_DEBUG=1 shows where)"
      },
      {"main.ask-command", "serve or connect? (s, c; q to quit) "},
      {"main.ask-transport", "over TCP or UDP? (t, u; q to quit) "},
      {"main.ask-port", "which port? (Enter for {0}; q to quit) "},
    };
  }
}
