package io.tpmount.cli.flag;

import java.net.InetSocketAddress;

/**
 * An address to listen at, as Go's programs take it: {@code :9469} is every address of this host.
 */
final class AddressGrammar {
  static final Grammar<InetSocketAddress> ADDRESS = new Grammar<>("ADDRESS", AddressGrammar::parse);

  private static final int HIGHEST_PORT = 65_535;

  private AddressGrammar() {}

  private static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 0 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address such as 127.0.0.1:9469 or :9469");
    }
    String host = text.substring(0, colon);
    return host.isEmpty()
        ? new InetSocketAddress(Integer.parseInt(port))
        : new InetSocketAddress(host, Integer.parseInt(port));
  }
}
