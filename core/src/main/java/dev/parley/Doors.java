package dev.parley;

/// How peers of each kind come into a server.
///
/// @param sessions what all have in common
record Doors(Admission sessions, StreamAdmission streams, DatagramAdmission.Share datagrams) {}
