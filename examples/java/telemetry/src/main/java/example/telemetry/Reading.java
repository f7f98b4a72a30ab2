package example.telemetry;

import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a sensor has measured: `boiler-7 12 71.5`, one datagram.
///
/// @param sensor its name, letters, digits and hyphens: safe to show
/// @param number 1 for the first reading of the sensor, then one more each; gaps were lost
record Reading(String sensor, long number, double celsius) {
  private static final Pattern FORM =
      Pattern.compile("([\\p{L}\\p{N}-]{1,40}) (\\d{1,18}) (-?\\d{1,4}\\.\\d)");

  /// Returns the reading in `message`.
  ///
  /// @throws ProtocolException if it is none
  static Reading parse(Message message) throws ProtocolException {
    Matcher form = FORM.matcher(message.text());
    if (!form.matches()) {
      throw new ProtocolException(Fault.MALFORMED, "not a sensor, a number and a temperature");
    }
    return new Reading(
        form.group(1), Long.parseLong(form.group(2)), Double.parseDouble(form.group(3)));
  }

  String text() {
    return sensor + " " + number + " " + Math.round(celsius * 10) / 10.0;
  }
}
