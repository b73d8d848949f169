package io.tpmount.benchmarks.demo.data;

import java.io.IOException;
import java.nio.file.Path;

/** One kind of data. What it writes depends on nothing but its own parameters. */
public sealed interface DataMaker permits ImageFolder, Model, WebDataset {
  /** What a reader of the account knows it by. */
  String title();

  /** The folder of the bucket that it fills. */
  String folder();

  /** How many threads a program would read it with. */
  int readers();

  /** Writes its files into an existing, empty directory. */
  void write(Path directory) throws IOException;
}
