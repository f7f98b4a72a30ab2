package dev.parley.cli.command;

import dev.parley.cli.text.Texts;
import dev.parley.services.Service;
import dev.parley.services.ServiceProvider;
import dev.parley.text.Printable;
import java.util.List;
import java.util.stream.Collectors;

/// The services that other modules on the module path have, for the help.
final class OtherServices {
  private OtherServices() {}

  /// Adds a sentence with their names and descriptions to `description`, if there are any.
  static String addedTo(String description) {
    List<ServiceProvider> all = Service.all();
    String others =
        all.subList(Service.values().length, all.size()).stream()
            .map(OtherServices::line)
            .collect(Collectors.joining("; "));
    return others.isEmpty() ? description : Texts.text("serve.other-services", description, others);
  }

  /// The help is shown whatever a provider does.
  private static String line(ServiceProvider service) {
    String name = Printable.line(service.toString());
    try {
      return name + " (" + Printable.line(service.description(Texts.locale())) + ")";
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
