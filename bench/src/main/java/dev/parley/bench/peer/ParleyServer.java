package dev.parley.bench.peer;

import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.Limits;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Security;
import dev.parley.services.Upper;
import dev.parley.session.Conversation;
import dev.parley.session.Handler;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;

/// `ParleyServer inline|conversation|virtual-loop|on-loop|line|udp|sealed|sealed-udp|tls LOOPS`:
/// Parley through its public interface.
final class ParleyServer {
  private ParleyServer() {}

  static void main(String[] args) throws IOException, InterruptedException {
    String mode = args[0];
    Server.Builder builder =
        Server.builder()
            .listen(scheme(mode) + "://127.0.0.1:0")
            .framing(mode.equals("line") ? Framing.line() : Framing.length())
            .limits(Limits.defaults().withMaxSessions(20_000))
            .datagrams(
                DatagramLimits.defaults()
                    .withAnswersPerSecond(0)) // all requests come from one host
            .security(security(mode))
            .handler(handler(mode))
            .virtualLoops(mode.equals("virtual-loop"))
            .loops(Integer.parseInt(args[1]));
    if (mode.equals("tls")) {
      builder.tls(Tls.server(List.of(new TlsFiles(Given.certificate(), Given.certificateKey()))));
    }
    try (Server server = builder.start()) {
      Ready.say(server.addresses().getFirst().port());
      server.awaitClose();
    }
  }

  private static String scheme(String mode) {
    return switch (mode) {
      case "udp", "sealed-udp" -> "udp";
      case "tls" -> "tls";
      default -> "tcp";
    };
  }

  private static Security security(String mode) throws IOException {
    return switch (mode) {
      case "sealed", "sealed-udp" ->
          Sealed.with(NamedKey.ofFileContent(Files.readAllBytes(Given.sealedKey())));
      default -> Security.none();
    };
  }

  private static Handler handler(String mode) {
    return switch (mode) {
      case "conversation", "virtual-loop" -> Conversations.handler(ParleyServer::talk);
      case "on-loop" -> {
        if (!Conversations.canRunOnLoops()) {
          throw new IllegalStateException("this JVM lets no conversation run on a loop");
        }
        yield Conversations.handlerOnLoop(ParleyServer::talk);
      }
      default -> new Upper();
    };
  }

  private static void talk(Conversation talk) throws IOException, InterruptedException {
    for (Message message : talk) {
      byte[] bytes = message.bytes();
      Ascii.upper(ByteBuffer.wrap(bytes), 0, bytes.length);
      talk.send(bytes);
    }
  }
}
