package io.tpmount.s3.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.s3.testing.http.HttpHead;
import io.tpmount.s3.testing.http.S3Request;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An HTTP proxy in front of an S3 server that counts what comes by and makes the server misbehave:
 * lastingly by {@link Quirk}s, request by request by {@link Fault}s, and in time by a {@link
 * LaggingReplica}. Bodies are streamed. The Host header stays as the client sent it, so signatures
 * stay valid, save for what a quirk or the replica has to change.
 *
 * <p>All settings may change while requests run, and hold for those that begin later.
 */
public final class QuirkProxy implements S3Server {
  private final S3Server server;
  private final ServerSocket listener;
  private final RequestLog log = new RequestLog();
  private final FaultRules rules = new FaultRules();
  private volatile QuirkEdits edits = new QuirkEdits(Set.of());
  private volatile Optional<LaggingReplica> replica = Optional.empty();

  @GuardedBy("clients")
  private final Set<Socket> clients = new HashSet<>();

  private QuirkProxy(S3Server server, ServerSocket listener) {
    this.server = server;
    this.listener = listener;
  }

  /** A proxy on a free loopback port; the server stays the caller's to close. */
  public static QuirkProxy before(S3Server server) {
    return before(server, 0);
  }

  public static QuirkProxy before(S3Server server, int port) {
    try {
      QuirkProxy proxy =
          new QuirkProxy(server, new ServerSocket(port, 1024, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().name("quirk-proxy").start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        synchronized (clients) {
          clients.add(client);
        }
        Thread.ofVirtual().name("quirk-proxy-connection").start(() -> serve(client));
      } catch (IOException e) {
        // The listener was closed, or a client gave up before it was accepted.
      }
    }
  }

  private void serve(Socket client) {
    try {
      new ProxyConnection(client, this).run();
    } finally {
      synchronized (clients) {
        clients.remove(client);
      }
    }
  }

  /** These quirks and no others. */
  public QuirkProxy behaveAs(Set<Quirk> quirks) {
    edits = new QuirkEdits(quirks);
    return this;
  }

  /** Every such request meets the fault, until {@link #heal}. */
  public void fault(Predicate<S3Request> when, Fault fault) {
    rules.add(when, 1, Integer.MAX_VALUE, fault);
  }

  /** The next so many such requests meet the fault. */
  public void fault(Predicate<S3Request> when, int times, Fault fault) {
    rules.add(when, 1, times, fault);
  }

  /** Of such requests a share, 0 to 1, meets the fault, by a seeded chance. */
  public void faultShare(Predicate<S3Request> when, double share, Fault fault) {
    rules.add(when, share, Integer.MAX_VALUE, fault);
  }

  /** Drops every fault; quirks stay. */
  public void heal() {
    rules.clear();
  }

  /**
   * From now on reads of the bucket show it as it is at this moment, whatever is written, until
   * {@link #catchUp} or {@link #stopLagging}. The server behind must not check signatures.
   */
  public void lagBehind(String bucket) {
    replica = Optional.of(LaggingReplica.of(server, bucket));
  }

  /** Lets reads show what has been written until now. */
  public void catchUp() {
    replica.ifPresent(LaggingReplica::catchUp);
  }

  public void stopLagging() {
    replica.ifPresent(LaggingReplica::close);
    replica = Optional.empty();
  }

  /** Every request since the start or the last {@link #reset}, in order of arrival. */
  public List<S3Request> requests() {
    return log.requests();
  }

  public List<S3Request> requests(Kind kind) {
    return requests().stream().filter(request -> request.kind() == kind).toList();
  }

  public int count(Kind kind) {
    return requests(kind).size();
  }

  /** The most requests of a kind that were under way at one time since {@link #reset}. */
  public int mostAtOnce(Kind kind) {
    return log.mostAtOnce(kind);
  }

  public void reset() {
    log.reset();
  }

  /** Resets every connection, as a restarting load balancer does. */
  public void dropConnections() {
    synchronized (clients) {
      clients.forEach(QuirkProxy::drop);
    }
  }

  private static void drop(Socket client) {
    try {
      client.setSoLinger(true, 0);
      client.close();
    } catch (IOException e) {
      // Closed already.
    }
  }

  S3Server server() {
    return server;
  }

  RequestLog log() {
    return log;
  }

  FaultRules rules() {
    return rules;
  }

  QuirkEdits edits() {
    return edits;
  }

  /** The request as it goes to the server, or to its replica. */
  HttpHead route(S3Request request) {
    return replica.map(r -> r.route(request)).orElse(request.head());
  }

  @Override
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  @Override
  public String accessKey() {
    return server.accessKey();
  }

  @Override
  public String secretKey() {
    return server.secretKey();
  }

  @Override
  public String region() {
    return server.region();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dropConnections();
    stopLagging();
  }
}
