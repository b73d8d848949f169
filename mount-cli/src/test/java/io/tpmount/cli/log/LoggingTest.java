package io.tpmount.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class LoggingTest {
  @TempDir private Path directory;

  private LogOptions options(LogFormat format, ByteSize maxSize) {
    return new LogOptions(
        Threshold.INFO, format, Optional.of(directory.resolve("a b.log")), maxSize);
  }

  private Path file(String suffix) {
    return directory.resolve("a b.log" + suffix);
  }

  @Test
  void close_always_hasWrittenEverything() throws IOException {
    try (Logging logging = Logging.start(options(LogFormat.TEXT, ByteSize.ofMib(1)))) {
      for (int i = 0; i < 1000; i++) {
        LoggerFactory.getLogger("test").info("line {}", i);
      }
      logging.change(Threshold.ERROR);
      LoggerFactory.getLogger("test").info("not written");
    }

    assertThat(Files.readAllLines(file("")))
        .hasSize(1000)
        .last()
        .asString()
        .contains("INFO  : line 999");
  }

  @Test
  void json_messageAndTrace_areFieldsOfOneLine() throws IOException {
    try (Logging _ = Logging.start(options(LogFormat.JSON, ByteSize.ofMib(1)))) {
      LoggerFactory.getLogger("test").warn("a\nb", new IllegalStateException("why"));
    }

    assertThat(Files.readAllLines(file(""))).hasSize(1);
    JsonObject line = JsonParser.parseString(Files.readString(file(""))).getAsJsonObject();
    assertThat(line.get("level").getAsString()).isEqualTo("NOTICE");
    assertThat(line.get("message").getAsString()).isEqualTo("a\nb");
    assertThat(line.get("trace").getAsString()).contains("why");
  }

  @Test
  void text_traceWithForgedLine_beginsNoLine() throws IOException {
    try (Logging _ = Logging.start(options(LogFormat.TEXT, ByteSize.ofMib(1)))) {
      LoggerFactory.getLogger("test").error("x", new IllegalStateException("a\n2026/01/01 forged"));
    }

    assertThat(Files.readAllLines(file("")))
        .noneMatch(line -> line.startsWith("2026/01/01 forged"));
  }

  @Test
  void file_largerThanItMayBe_rollsAndLosesNoLine() throws IOException {
    AtomicInteger lines = new AtomicInteger();
    try (Logging _ = Logging.start(options(LogFormat.TEXT, new ByteSize(20_000)))) {
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                for (int i = 0; i < 20; i++) {
                  LoggerFactory.getLogger("test").info("line {}", lines.incrementAndGet());
                }
                return Files.exists(file(".1"));
              });
    }

    assertThat(Files.readAllLines(file(".1")).size() + Files.readAllLines(file("")).size())
        .isEqualTo(lines.get());
  }

  @Test
  void file_withPercentSign_isWritten() throws IOException {
    Path file = directory.resolve("50%d.log");
    try (Logging _ =
        Logging.start(
            new LogOptions(Threshold.INFO, LogFormat.TEXT, Optional.of(file), ByteSize.ofMib(1)))) {
      LoggerFactory.getLogger("test").info("line");
    }

    assertThat(Files.readAllLines(file)).hasSize(1);
  }
}
