package io.tpmount.cli.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One conversation with a running mount. */
public final class ControlClient implements AutoCloseable {
  /** No process listens there. */
  public static final class NobodyThere extends IOException {
    private static final long serialVersionUID = 1L;

    private NobodyThere(Path socket) {
      super("nobody listens at " + socket);
    }
  }

  private final SocketChannel channel;
  private final Lines lines;

  private ControlClient(SocketChannel channel) {
    this.channel = channel;
    this.lines = new Lines(channel);
  }

  /**
   * @throws NobodyThere when there is no socket, or its process is gone
   */
  public static ControlClient connect(Path socket) throws IOException {
    if (Files.notExists(socket)) {
      throw new NobodyThere(socket);
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new ControlClient(channel);
    } catch (ConnectException e) {
      channel.close();
      throw new NobodyThere(socket);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Asks, and returns the first report. */
  public Optional<Report> ask(Verb verb) throws IOException {
    lines.send(Request.of(verb));
    return next();
  }

  /** Asks for something to be done; {@link #progress} tells how it goes. */
  public void command(Request request) throws IOException {
    lines.send(request);
  }

  /** The next line on how it goes; empty when the mount has closed the conversation. */
  public Optional<Progress> progress() throws IOException {
    return lines.receive(Progress.class);
  }

  /** The next report; empty when the mount has closed the conversation. */
  public Optional<Report> next() throws IOException {
    return lines.receive(Report.class);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** A report as the one line that was sent. */
  public static String json(Report report) {
    return Lines.json(report);
  }
}
