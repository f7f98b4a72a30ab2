/// The messages of chat rooms in a file, kept by SQLite.
///
/// The driver loads a native library: start Java with
/// `--enable-native-access=org.xerial.sqlitejdbc`, or it prints a warning.
@org.jspecify.annotations.NullMarked
module dev.parley.history {
  requires com.fasterxml.jackson.core;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires org.xerial.sqlitejdbc;
  requires transitive dev.parley;
  requires transitive dev.parley.chat;

  exports dev.parley.history;
  exports dev.parley.history.problem;
}
