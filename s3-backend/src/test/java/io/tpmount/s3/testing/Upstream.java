package io.tpmount.s3.testing;

import io.tpmount.s3.testing.http.ChunkedOutput;
import io.tpmount.s3.testing.http.Framing;
import io.tpmount.s3.testing.http.HttpHead;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** The proxy's one connection to the server for one client connection, opened again as needed. */
final class Upstream implements AutoCloseable {
  /** Servers end idle connections; one idle longer than this is not used again. */
  private static final Duration TRUSTED_IDLE = Duration.ofSeconds(2);

  private final URI server;
  private final BodyRelay relay;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private long lastUse;
  private boolean used;

  Upstream(URI server, BodyRelay relay) {
    this.server = server;
    this.relay = relay;
  }

  /** An answer whose body must be read to the end before the next exchange. */
  record Answer(HttpHead head, Framing framing, InputStream body) {}

  /** Sends one request and answers when the head of its answer has come. */
  Answer exchange(HttpHead request, InputStream body) throws IOException {
    boolean reused = connect();
    try {
      send(request, body);
      return receive(request.method());
    } catch (EOFException e) {
      boolean repeatable = Framing.ofRequest(request) instanceof Framing.None;
      if (!reused || !repeatable) {
        throw e;
      }
      close();
      connect();
      send(request, body);
      return receive(request.method());
    }
  }

  /** To be called when an answer has been read: its connection may not outlive it. */
  void answered(Answer answer) throws IOException {
    lastUse = System.nanoTime();
    if (answer.head().says("Connection", "close")
        || answer.framing() instanceof Framing.UntilClose) {
      close();
    }
  }

  private boolean connect() throws IOException {
    if (socket != null && System.nanoTime() - lastUse > TRUSTED_IDLE.toNanos()) {
      close();
    }
    if (socket != null) {
      return used;
    }
    socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    used = false;
    return false;
  }

  private void send(HttpHead request, InputStream body) throws IOException {
    try {
      out.write(request.toBytes());
      if (Framing.ofRequest(request) instanceof Framing.Chunked) {
        ChunkedOutput chunks = new ChunkedOutput(out);
        relay.copy(body, chunks);
        chunks.finish();
      } else {
        relay.copy(body, out);
      }
      out.flush();
    } catch (IOException e) {
      // The server may have answered and closed before it had read all: its answer still counts.
      relay.copy(body, OutputStream.nullOutputStream());
    }
  }

  private Answer receive(String method) throws IOException {
    used = true;
    HttpHead head;
    do {
      head = HttpHead.read(in).orElseThrow(() -> new EOFException("no answer"));
    } while (head.status() < 200);
    Framing framing = Framing.ofAnswer(method, head);
    return new Answer(head, framing, framing.open(in));
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
