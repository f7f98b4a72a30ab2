/// Admission control: limits per source and in total, places for peers that have not logged in yet,
/// penalties, and lists of allowed addresses. Called by acceptors before a session is created.
///
/// Not exported.
package dev.parley.internal.admission;
