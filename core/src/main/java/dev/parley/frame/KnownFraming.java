package dev.parley.frame;

/// A framing of the library: its tests show that it keeps the contracts, so that sessions need not
/// check each call.
sealed interface KnownFraming extends Framing
    permits LineFraming,
        RawFraming,
        LengthFraming,
        DelimiterFraming,
        FixedFraming,
        NetstringFraming,
        ReadyFraming,
        AutoFraming {}
