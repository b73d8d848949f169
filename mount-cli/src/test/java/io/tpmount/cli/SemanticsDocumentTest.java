package io.tpmount.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/SEMANTICS.md names as proofs exist. */
final class SemanticsDocumentTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("vfs-cache", "fuse-core", "s3-backend", "mount-cli", "benchmarks");

  /** A class of tests, and one of its methods. */
  private static final Pattern PROOF =
      Pattern.compile("`(\\w+(?:Test|IT|Behaviour|Contract))(?:\\.(\\w+))?`");

  @Test
  void proofs_inTheDocument_exist() throws IOException {
    List<MatchResult> proofs =
        PROOF.matcher(Files.readString(ROOT.resolve("docs/SEMANTICS.md"))).results().toList();
    Map<String, Path> classes = testClasses();

    assertThat(proofs).hasSizeGreaterThan(20);
    for (MatchResult proof : proofs) {
      assertThat(classes).containsKey(proof.group(1));
      if (proof.group(2) != null) {
        assertThat(Files.readString(classes.get(proof.group(1))))
            .as(proof.group())
            .contains("void " + proof.group(2) + "(");
      }
    }
  }

  private static Map<String, Path> testClasses() {
    return MODULES.stream()
        .map(module -> ROOT.resolve(module).resolve("src/test/java"))
        .filter(Files::isDirectory)
        .flatMap(SemanticsDocumentTest::sources)
        .collect(
            Collectors.toMap(
                file -> file.getFileName().toString().replace(".java", ""),
                file -> file,
                (one, _) -> one));
  }

  private static Stream<Path> sources(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
