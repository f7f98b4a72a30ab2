package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `port`, in English.
final class EnglishPort extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {
        "port.one-at-a-time", "one port at a time: for p in $(seq {0} {1}); do parley port $p; done"
      },
      {"port.no-number", "'{0}' is no port, a number from 1 to 65535"},
      {"port.out-of-range", "port {0} is out of range; ports are 1 to 65535"},
      {"port.held", "{0} port {1} is held by {2}"},
      {"port.held-at-address", "{0} {1} is held by {2}"},
      {"port.free", "port {0} is free (tcp, udp)"},
      {"port.free-for-one-protocol", "port {0} is free ({1})"},
      {
        "port.privileged",
        "port {0} is for privileged programs, so this user cannot serve there; take one from 1024 on"
      },
      {"port.process", "{0} (process {1})"},
      {"port.hidden-process", "a process that this user may not see"},
      {"port.program", "{0} (pid {1})"},
      {"port.another-program", "another program"},
      {"port.unnamed-program", "an unnamed program"},
    };
  }
}
