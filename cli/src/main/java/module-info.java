/// The `parley` command.
@org.jspecify.annotations.NullMarked
module dev.parley.cli {
  requires com.fasterxml.jackson.core;
  requires dev.parley;
  requires dev.parley.chat;
  requires dev.parley.history;
  requires dev.parley.load;
  requires dev.parley.passwords;
  requires dev.parley.services;
  requires info.picocli;
  requires java.logging; // to keep JLine quiet
  requires jdk.unsupported; // sun.misc.Signal, see Signals
  requires org.jline.reader;
  requires org.jline.terminal;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
}
