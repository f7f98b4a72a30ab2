/// Who is let in: limits per source and for all together, places for those that have not logged in
/// yet, penalties, and lists of allowed addresses. Asked by acceptors before a session is made.
///
/// Not exported.
package dev.parley.internal.admission;
