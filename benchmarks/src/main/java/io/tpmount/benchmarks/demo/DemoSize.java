package io.tpmount.benchmarks.demo;

import io.tpmount.benchmarks.demo.data.DataMaker;
import io.tpmount.benchmarks.demo.data.ImageFolder;
import io.tpmount.benchmarks.demo.data.Model;
import io.tpmount.benchmarks.demo.data.WebDataset;
import io.tpmount.vfs.unit.ByteSize;
import java.util.List;

/**
 * How much data the demo moves.
 *
 * @param data what is in the bucket before it is mounted
 * @param checkpoint what is written through the mount
 * @param disk what data, the server's copies of it and the cache need at most, together
 */
record DemoSize(List<DataMaker> data, ByteSize checkpoint, ByteSize disk) {
  /** A few hundred megabytes. */
  static final DemoSize FULL =
      new DemoSize(
          List.of(
              new Model(1024, 2816, 16_000, 6, 2),
              new WebDataset(4, 640, 128),
              new ImageFolder(20, 100, 64)),
          ByteSize.ofMib(256),
          ByteSize.ofGib(3));

  /** Enough to go every way once. */
  static final DemoSize SMALL =
      new DemoSize(
          List.of(
              new Model(256, 704, 4_000, 4, 2),
              new WebDataset(2, 80, 128),
              new ImageFolder(10, 20, 64)),
          ByteSize.ofMib(32),
          ByteSize.ofMib(256));

  DemoSize {
    data = List.copyOf(data);
  }
}
