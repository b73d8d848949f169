package io.tpmount.s3.testing.fast;

import io.tpmount.s3.testing.http.Framing;
import io.tpmount.s3.testing.http.HttpHead;
import io.tpmount.s3.testing.http.S3Request;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One client's connection to a {@link FastS3Server}: one request after the other. */
final class FastConnection implements Runnable {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final AtomicLong REQUESTS = new AtomicLong();

  private final SocketChannel client;
  private final FastStore store;
  private final AccessCheck access;
  private final Wire wire;
  private final InputStream in;

  FastConnection(SocketChannel client, FastStore store, AccessCheck access, Wire wire) {
    this.client = client;
    this.store = store;
    this.access = access;
    this.wire = wire;
    this.in = new BufferedInputStream(Channels.newInputStream(client), 1 << 16);
  }

  @Override
  public void run() {
    try (client) {
      boolean open = true;
      while (open) {
        Optional<HttpHead> head = HttpHead.read(in);
        open = head.isPresent() && serve(head.get());
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  /** Answers one request, and whether the connection can take another. */
  private boolean serve(HttpHead head) throws IOException {
    if (head.says("Expect", "100-continue")) {
      send(CONTINUE);
    }
    if (head.target().equals(Wire.TRAFFIC_PATH)) {
      send(head.method(), Reply.text(wire.traffic()));
      return true;
    }
    InputStream body = Framing.ofRequest(head).open(in);
    Reply reply = answer(head, decoded(head, body));
    body.transferTo(OutputStream.nullOutputStream());
    wire.beforeAnswer();
    send(head.method(), reply);
    return !head.says("Connection", "close");
  }

  /** Without the chunks some clients sign one by one. */
  private static InputStream decoded(HttpHead head, InputStream body) {
    boolean chunked =
        head.header("x-amz-content-sha256").filter(s -> s.startsWith("STREAMING-")).isPresent();
    return chunked ? new Framing.Chunked().open(body) : body;
  }

  private Reply answer(HttpHead head, InputStream body) throws IOException {
    try {
      access.check(head);
      return store.answer(S3Request.of(head), body);
    } catch (S3Failure failure) {
      return Reply.failure(failure);
    } catch (IllegalArgumentException e) {
      return Reply.failure(S3Failure.badRequest("InvalidArgument"));
    }
  }

  private void send(String method, Reply reply) throws IOException {
    try {
      HttpHead told = reply.head().with("x-amz-request-id", "fast-" + REQUESTS.incrementAndGet());
      HttpHead head =
          told.has("Content-Length") || told.status() == 204
              ? told
              : told.withLength(reply.length());
      boolean bodiless = method.equals("HEAD");
      byte[] text = bodiless ? new byte[0] : reply.textBytes();
      byte[] first = head.toBytes();
      ByteBuffer start = ByteBuffer.allocate(first.length + text.length);
      send(start.put(first).put(text).array());
      if (!bodiless && reply.content().isPresent()) {
        wire.send(reply.content().get(), client);
      }
    } finally {
      reply.content().ifPresent(Content::release);
    }
  }

  private void send(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      client.write(buffer);
    }
  }
}
