package io.tpmount.cli.control;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A socket as a stream of JSON objects, one a line. */
final class Lines {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final BufferedReader reader;
  private final Writer writer;

  Lines(SocketChannel channel) {
    this.reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    this.writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
  }

  static String json(Object value) {
    return GSON.toJson(value);
  }

  void send(Object value) throws IOException {
    writer.write(json(value) + "\n");
    writer.flush();
  }

  /** The next object; empty when the other side has closed. */
  <T> Optional<T> receive(Class<T> type) throws IOException {
    String line = reader.readLine();
    if (line == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(GSON.fromJson(line, type));
    } catch (JsonParseException e) {
      throw new IOException("not understood: " + e.getMessage(), e);
    }
  }
}
