/// Why something did not work, as values: a [dev.parley.problem.Problem] is a code with parameters,
/// and a sentence in English that speaks of the library. A program that talks to its users about
/// something else, such as command-line options, or in another language, makes its own sentences
/// from code and parameters.
///
/// Each area has an enum of codes. Exceptions of the library that carry a problem implement
/// [dev.parley.problem.HasProblem]. New codes and new areas may come in any version.
@NullMarked
package dev.parley.problem;

import org.jspecify.annotations.NullMarked;
