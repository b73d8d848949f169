package io.tpmount.benchmarks.demo.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A square image of coloured noise, as a PNG file. */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int BYTES_PER_PIXEL = 3;

  private Png() {}

  static byte[] noise(int edge, RandomGenerator random) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(edge).putInt(edge);
    // Eight bits per channel, colour without alpha; the rest is zero: no filter, not interlaced.
    header.put((byte) 8).put((byte) 2);
    byte[] pixels = deflated(scanLines(edge, random));
    ByteBuffer file = ByteBuffer.allocate(SIGNATURE.length + 3 * 12 + 13 + pixels.length);
    file.put(SIGNATURE);
    put(file, "IHDR", header.array());
    put(file, "IDAT", pixels);
    put(file, "IEND", new byte[0]);
    return file.array();
  }

  private static byte[] scanLines(int edge, RandomGenerator random) {
    byte[] lines = new byte[edge * (1 + edge * BYTES_PER_PIXEL)];
    random.nextBytes(lines);
    for (int y = 0; y < edge; y++) {
      lines[y * (1 + edge * BYTES_PER_PIXEL)] = 0; // the line's filter: none
    }
    return lines;
  }

  /** Stored, because noise does not compress. */
  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.NO_COMPRESSION);
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(deflated, deflater)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      deflater.end();
    }
    return deflated.toByteArray();
  }

  private static void put(ByteBuffer file, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    file.putInt(content.length).put(name).put(content).putInt((int) crc.getValue());
  }
}
