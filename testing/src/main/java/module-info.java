/// Tests of what users of the library write themselves. Belongs in a program's test scope.
///
/// Start with [dev.parley.check.FramingCheck].
@org.jspecify.annotations.NullMarked
module dev.parley.check {
  requires static org.jspecify;
  requires transitive dev.parley;

  exports dev.parley.check;
}
