package io.tpmount.s3.testing.http;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** How the end of a message's body is told. */
public sealed interface Framing {
  /** Without a body. */
  record None() implements Framing {}

  /** By its length in bytes. */
  record Length(long bytes) implements Framing {}

  /** In chunks. */
  record Chunked() implements Framing {}

  /** By the end of the connection. */
  record UntilClose() implements Framing {}

  static Framing ofRequest(HttpHead request) {
    return of(request, new None());
  }

  static Framing ofAnswer(String method, HttpHead answer) {
    int status = answer.status();
    boolean bodiless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
    return bodiless ? new None() : of(answer, new UntilClose());
  }

  private static Framing of(HttpHead head, Framing otherwise) {
    if (head.says("Transfer-Encoding", "chunked")) {
      return new Chunked();
    }
    return head.header("Content-Length")
        .<Framing>map(length -> new Length(Long.parseLong(length)))
        .orElse(otherwise);
  }

  /** The decoded body, which must be read to its end before the connection is used again. */
  default InputStream open(InputStream connection) {
    return switch (this) {
      case None _ -> InputStream.nullInputStream();
      case Length(long bytes) -> new Limited(connection, bytes);
      case Chunked _ -> new Chunks(connection);
      case UntilClose _ -> connection;
    };
  }

  /** A body of known length. */
  final class Limited extends FilterInputStream {
    private long left;

    Limited(InputStream connection, long length) {
      super(connection);
      left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException(left + " bytes of the body missing");
      }
      left -= count;
      return count;
    }
  }

  /** A body in chunks; trailers are read and dropped. */
  final class Chunks extends FilterInputStream {
    private long left;
    private boolean first = true;
    private boolean ended;

    Chunks(InputStream connection) {
      super(connection);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0 && !ended) {
        nextChunk();
      }
      if (ended) {
        return -1;
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("ended inside a chunk");
      }
      left -= count;
      return count;
    }

    private void nextChunk() throws IOException {
      if (!first) {
        line();
      }
      first = false;
      left = Long.parseLong(line().split(";", 2)[0].strip(), 16);
      if (left == 0) {
        ended = true;
        while (!line().isEmpty()) {
          // A trailer.
        }
      }
    }

    private String line() throws IOException {
      String line = HttpHead.readLine(in);
      if (line == null) {
        throw new EOFException("ended between chunks");
      }
      return line;
    }
  }
}
