package io.tpmount.s3.testing.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The first line and the headers of a request or an answer, in their order. Immutable. Header names
 * are compared without regard to case.
 *
 * @param first the request line or the status line
 * @param headers as they came
 */
public record HttpHead(String first, List<Header> headers) {
  private static final int MAX_LINE = 1 << 20;

  /** One header line. */
  public record Header(String name, String value) {}

  public HttpHead {
    headers = List.copyOf(headers);
  }

  public static HttpHead request(String method, String target) {
    return new HttpHead(method + " " + target + " HTTP/1.1", List.of());
  }

  public static HttpHead answer(int status, String reason) {
    return new HttpHead("HTTP/1.1 " + status + " " + reason, List.of());
  }

  /** Reads up to the empty line; empty when the stream ends before the first byte. */
  public static Optional<HttpHead> read(InputStream in) throws IOException {
    String first = readLine(in);
    if (first == null) {
      return Optional.empty();
    }
    List<Header> headers = new ArrayList<>();
    for (String line = readLine(in); ; line = readLine(in)) {
      if (line == null) {
        throw new EOFException("ended inside the headers of " + first);
      }
      if (line.isEmpty()) {
        return Optional.of(new HttpHead(first, headers));
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("no header: " + line);
      }
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
  }

  /** One line without its end; null at the end of the stream. */
  static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (line.size() > MAX_LINE) {
        throw new IOException("line too long");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  public byte[] toBytes() {
    StringBuilder text = new StringBuilder(first).append("\r\n");
    headers.forEach(h -> text.append(h.name()).append(": ").append(h.value()).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  public String method() {
    return first.substring(0, first.indexOf(' '));
  }

  /** Path and query of a request, as sent. */
  public String target() {
    return first.split(" ", 3)[1];
  }

  public int status() {
    return Integer.parseInt(first.split(" ", 3)[1]);
  }

  public Optional<String> header(String name) {
    return headers.stream()
        .filter(h -> h.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  public boolean has(String name) {
    return header(name).isPresent();
  }

  /** Whether a header has that value, without regard to case. */
  public boolean says(String name, String value) {
    return header(name).filter(value::equalsIgnoreCase).isPresent();
  }

  public HttpHead without(String name) {
    return without(h -> h.name().equalsIgnoreCase(name));
  }

  public HttpHead without(Predicate<Header> unwanted) {
    return new HttpHead(first, headers.stream().filter(unwanted.negate()).toList());
  }

  /** In place of any header of that name. */
  public HttpHead with(String name, String value) {
    List<Header> changed = new ArrayList<>(without(name).headers());
    changed.add(new Header(name, value));
    return new HttpHead(first, changed);
  }

  public HttpHead withTarget(String target) {
    return new HttpHead(method() + " " + target + " HTTP/1.1", headers);
  }

  /** For a body of that many bytes. */
  public HttpHead withLength(long length) {
    return without("Transfer-Encoding").with("Content-Length", Long.toString(length));
  }
}
