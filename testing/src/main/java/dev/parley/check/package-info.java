/// Tests of what users of the library write themselves: [dev.parley.check.FramingCheck] for
/// framings. Depends on no test library; a violation is an [AssertionError].
package dev.parley.check;
