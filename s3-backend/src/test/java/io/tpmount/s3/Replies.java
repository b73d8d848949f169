package io.tpmount.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Answers as S3 gives them, and some as it does not. */
final class Replies {
  static final String ETAG = "\"v1\"";
  private static final String MODIFIED = "Last-Modified: Mon, 02 Jan 2023 03:04:05 GMT";

  private Replies() {}

  static void reply(OutputStream out, int status, byte[] body, String... headers)
      throws IOException {
    head(out, status, body.length, headers);
    out.write(body);
  }

  /** The start of an answer whose body the test writes, or does not. */
  static void head(OutputStream out, int status, long length, String... headers)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Some Words\r\n");
    head.append("Content-Length: ").append(length).append("\r\n");
    head.append("x-amz-request-id: REQ-1\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(UTF_8));
  }

  static void error(OutputStream out, int status, String code, String... headers)
      throws IOException {
    String xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
            + code
            + "</Code><Message>because</Message><RequestId>REQ-1</RequestId></Error>";
    reply(out, status, xml.getBytes(UTF_8), headers);
  }

  static void xml(OutputStream out, String body) throws IOException {
    byte[] bytes = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + body).getBytes(UTF_8);
    reply(out, 200, bytes, "Content-Type: application/xml");
  }

  /** The answer to a ranged get, right in every way. */
  static void range(OutputStream out, ScriptedServer.Request request, byte[] object)
      throws IOException {
    int[] range = rangeOf(request);
    byte[] body = Arrays.copyOfRange(object, range[0], range[1] + 1);
    reply(out, 206, body, rangeHeaders(range, object.length));
  }

  static String[] rangeHeaders(int[] range, int size) {
    return new String[] {
      "Content-Range: bytes " + range[0] + "-" + range[1] + "/" + size, "ETag: " + ETAG, MODIFIED
    };
  }

  /** First and last byte asked for. */
  static int[] rangeOf(ScriptedServer.Request request) {
    String[] numbers = request.headers().get("range").substring("bytes=".length()).split("-", 2);
    return new int[] {Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])};
  }
}
