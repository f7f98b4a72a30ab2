/// Tests of what users of the library write themselves: [dev.parley.check.FramingCheck] for
/// framings, [dev.parley.check.EventRecorder] to wait for what happens in a server. Depends on no
/// test library; a violation is an [AssertionError].
package dev.parley.check;
