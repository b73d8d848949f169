package io.tpmount.benchmarks.demo.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One file in the safetensors format: the length of the header in eight bytes, the header in JSON,
 * then the tensors one after the other.
 */
record Safetensors(List<Tensor> tensors) {
  /** The format wants the tensors to begin at a multiple of it. */
  private static final int ALIGNMENT = 8;

  private static final int BUFFER = 1 << 20;

  Safetensors {
    tensors = List.copyOf(tensors);
  }

  void write(Path file) throws IOException {
    byte[] header = paddedHeader();
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(header.length)
              .array());
      out.write(header);
      writeNumbers(out, new Bf16Weights(Noise.of(file.getFileName().toString())));
    }
  }

  long bytes() {
    return tensors.stream().mapToLong(Tensor::bytes).sum();
  }

  private void writeNumbers(OutputStream out, Bf16Weights weights) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (long left = bytes(); left > 0; left -= buffer.length) {
      weights.fill(buffer);
      out.write(buffer, 0, (int) Math.min(left, buffer.length));
    }
  }

  private byte[] paddedHeader() {
    String json = header().toString();
    int length = Math.ceilDiv(json.length(), ALIGNMENT) * ALIGNMENT;
    return (json + " ".repeat(length - json.length())).getBytes(StandardCharsets.US_ASCII);
  }

  private JsonObject header() {
    JsonObject header = new JsonObject();
    JsonObject metadata = new JsonObject();
    metadata.addProperty("format", "pt");
    header.add("__metadata__", metadata);
    long offset = 0;
    for (Tensor tensor : tensors) {
      header.add(tensor.name(), entry(tensor, offset));
      offset += tensor.bytes();
    }
    return header;
  }

  private static JsonObject entry(Tensor tensor, long offset) {
    JsonArray shape = new JsonArray();
    tensor.shape().forEach(shape::add);
    JsonArray offsets = new JsonArray();
    offsets.add(offset);
    offsets.add(offset + tensor.bytes());
    JsonObject entry = new JsonObject();
    entry.addProperty("dtype", "BF16");
    entry.add("shape", shape);
    entry.add("data_offsets", offsets);
    return entry;
  }
}
