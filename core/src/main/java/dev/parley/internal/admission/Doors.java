package dev.parley.internal.admission;

/// How peers of each kind come into a server.
///
/// @param sessions what all have in common
public record Doors(
    Admission sessions, StreamAdmission streams, DatagramAdmission.Share datagrams) {}
