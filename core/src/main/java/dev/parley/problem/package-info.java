/// Problems as values: a [dev.parley.problem.Problem] is a code with parameters, and has a sentence
/// in English that names the library's settings. A program whose users know other names, such as
/// command-line options, or another language, makes its own sentences from code and parameters.
///
/// Each area has an enum of codes. Exceptions of the library that carry a problem implement
/// [dev.parley.problem.HasProblem]. New codes and new areas may come in any version.
@NullMarked
package dev.parley.problem;

import org.jspecify.annotations.NullMarked;
