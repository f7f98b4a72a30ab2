package example.files;

import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.limit.Limits;
import dev.parley.session.Conversation;
import dev.parley.session.SessionClosedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Stores the files of one sender after the other, on a virtual thread for each: while a disk is
/// busy, nothing is read from the sender, and TCP slows it down.
final class Receiver implements Conversation.Body {
  private static final int MOST_SENDERS = 100;

  private final Path folder;
  private final long maxBytes;

  /// @param maxBytes the size of the largest file
  Receiver(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /// Returns a server that receives files, to be started.
  static Server.Builder server(String address, Path folder, long maxBytes) {
    return Server.builder()
        .listen(address)
        .framing(Header.FRAMING)
        .limits(Limits.defaults().withMaxSessions(MOST_SENDERS))
        .timeouts(Header.TIMEOUTS)
        .handler(Conversations.handler(new Receiver(folder, maxBytes)));
  }

  @Override
  public void talk(Conversation talk) throws IOException, InterruptedException, ProtocolException {
    for (Message first : talk) {
      Header header = Header.parse(first);
      Path target = folder.resolve(header.name());
      if (header.size() > maxBytes) {
        talk.send("no: the largest file has " + maxBytes + " bytes");
      } else if (Files.exists(target)) {
        talk.send("no: there is a file of this name");
      } else if (!hasStored(talk, header, target)) {
        return;
      }
    }
  }

  /// Receives one file, and answers.
  ///
  /// @return false if the disk has failed: then the rest of the file is not wanted
  private static boolean hasStored(Conversation talk, Header header, Path target)
      throws IOException, InterruptedException, ProtocolException {
    try (Upload upload = Upload.begin(target)) {
      talk.send("go");
      long left = header.size();
      while (left > 0) {
        Message piece = piece(talk, left);
        upload.write(piece.buffer());
        left -= piece.length();
      }
      talk.send("ok " + upload.finish());
      return true;
    } catch (SessionClosedException e) {
      throw e;
    } catch (IOException e) {
      System.err.println("cannot store " + target + ": " + e);
      talk.send("no: it cannot be stored");
      return false;
    }
  }

  private static Message piece(Conversation talk, long left)
      throws IOException, InterruptedException, ProtocolException {
    Message piece = talk.receive();
    if (piece == null) {
      throw new ProtocolException(Fault.TRUNCATED, "the stream ended " + left + " bytes too early");
    }
    if (piece.isEmpty() || piece.length() > left) {
      throw new ProtocolException(Fault.MALFORMED, "a piece that does not fit into the file");
    }
    return piece;
  }
}
