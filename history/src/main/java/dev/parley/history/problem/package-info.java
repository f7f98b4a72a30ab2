/// Why a folder of history cannot be used: [dev.parley.history.problem.HistoryProblem].
package dev.parley.history.problem;
