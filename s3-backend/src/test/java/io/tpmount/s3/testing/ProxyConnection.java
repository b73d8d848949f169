package io.tpmount.s3.testing;

import io.tpmount.s3.testing.http.ChunkedOutput;
import io.tpmount.s3.testing.http.Framing;
import io.tpmount.s3.testing.http.HttpHead;
import io.tpmount.s3.testing.http.S3Request;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One client's connection to a {@link QuirkProxy}: one request after the other. */
final class ProxyConnection implements Runnable {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket client;
  private final QuirkProxy proxy;
  private final BodyRelay relay = new BodyRelay();
  private final Upstream upstream;
  private InputStream in;
  private OutputStream out;

  ProxyConnection(Socket client, QuirkProxy proxy) {
    this.client = client;
    this.proxy = proxy;
    this.upstream = new Upstream(proxy.server().endpoint(), relay);
  }

  @Override
  public void run() {
    try (client;
        upstream) {
      client.setTcpNoDelay(true);
      in = new BufferedInputStream(client.getInputStream(), 1 << 16);
      out = new BufferedOutputStream(client.getOutputStream(), 1 << 16);
      boolean open = true;
      while (open) {
        Optional<HttpHead> head = HttpHead.read(in);
        open = head.isPresent() && serve(S3Request.of(head.get()));
      }
    } catch (CutOff cutOff) {
      end(cutOff.cut());
    } catch (IOException e) {
      // The client or the server went away; whoever is left sees its connection end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A socket closed with zero linger sends a reset. */
  private void end(AnswerPlan.Cut cut) {
    try {
      client.setSoLinger(cut == AnswerPlan.Cut.RESET, 0);
      client.close();
    } catch (IOException e) {
      // Ended already.
    }
  }

  /** Answers one request, and whether the connection can take another. */
  private boolean serve(S3Request request) throws IOException, InterruptedException {
    proxy.log().begin(request);
    try {
      return answer(request, new AnswerPlan(proxy.rules().faultsOf(request)));
    } finally {
      proxy.log().end(request);
    }
  }

  private boolean answer(S3Request request, AnswerPlan plan)
      throws IOException, InterruptedException {
    if (request.head().says("Expect", "100-continue")) {
      out.write(CONTINUE);
      out.flush();
    }
    InputStream body = Framing.ofRequest(request.head()).open(in);
    Optional<CannedAnswer> own = plan.answer(request).or(() -> proxy.edits().refusal(request));
    if (own.isPresent()) {
      relay.copy(body, OutputStream.nullOutputStream());
      Thread.sleep(plan.delay());
      send(request, own.get());
    } else {
      forward(request, body, plan);
    }
    return !request.head().says("Connection", "close");
  }

  private void send(S3Request request, CannedAnswer answer) throws IOException {
    out.write(answer.head().toBytes());
    if (!request.head().method().equals("HEAD")) {
      out.write(answer.body().getBytes(StandardCharsets.UTF_8));
    }
    out.flush();
  }

  private void forward(S3Request request, InputStream body, AnswerPlan plan)
      throws IOException, InterruptedException {
    HttpHead head = proxy.edits().request(proxy.route(request)).without("Expect");
    Upstream.Answer answer;
    if (proxy.edits().changesRequestBody(request.kind())) {
      byte[] changed = proxy.edits().requestBody(body.readAllBytes());
      answer =
          upstream.exchange(head.withLength(changed.length), new ByteArrayInputStream(changed));
    } else {
      answer = upstream.exchange(head, body);
    }
    Thread.sleep(plan.delay());
    if (plan.losesAnswer()) {
      throw new CutOff(AnswerPlan.Cut.RESET);
    }
    relay(request, answer, plan);
    upstream.answered(answer);
  }

  private void relay(S3Request request, Upstream.Answer answer, AnswerPlan plan)
      throws IOException, InterruptedException {
    HttpHead head =
        plan.edit(proxy.edits().answer(answer.head().without("Connection").without("Keep-Alive")));
    if (answer.framing() instanceof Framing.None) {
      out.write(head.toBytes());
    } else if (proxy.edits().changesAnswerBody(request.kind()) || answer.head().status() >= 300) {
      byte[] changed = proxy.edits().answerBody(request.kind(), answer.body().readAllBytes());
      copy(head, new Framing.Length(changed.length), new ByteArrayInputStream(changed), plan);
    } else {
      copy(head, answer.framing(), answer.body(), plan);
    }
    out.flush();
  }

  private void copy(HttpHead head, Framing framing, InputStream body, AnswerPlan plan)
      throws IOException, InterruptedException {
    long startedAt = System.nanoTime();
    if (framing instanceof Framing.Length length) {
      long told = Math.max(0, length.bytes() + plan.lengthChange());
      out.write(head.withLength(told).toBytes());
      InputStream kept = new Framing.Length(Math.min(told, length.bytes())).open(body);
      relay.copy(kept, out, plan, startedAt);
      relay.copy(body, OutputStream.nullOutputStream());
    } else {
      out.write(head.without("Content-Length").with("Transfer-Encoding", "chunked").toBytes());
      ChunkedOutput chunks = new ChunkedOutput(out);
      relay.copy(body, chunks, plan, startedAt);
      chunks.finish();
    }
  }
}
