package dev.parley.internal.admission;

/// The admission of each kind of peer to a server.
///
/// @param sessions the common part
public record Doors(
    Admission sessions, StreamAdmission streams, DatagramAdmission.Share datagrams) {}
