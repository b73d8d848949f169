package io.tpmount.cli.flag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pins what users and scripts rely on. A change here is a change of the command line. */
final class FlagNamesTest {
  private static String line(Flag<?> flag) {
    return String.join(" ", flag.names()) + " = " + flag.defaultText().orElse("(none)");
  }

  @Test
  void all_namesAndDefaults_areThePinnedOnes() throws IOException {
    String pinned =
        new String(
            FlagNamesTest.class.getResourceAsStream("flags.txt").readAllBytes(),
            StandardCharsets.UTF_8);

    assertThat(Flags.all().stream().map(FlagNamesTest::line).collect(Collectors.joining("\n")))
        .isEqualTo(pinned.strip());
  }

  @Test
  void all_names_areDistinct() {
    Set<String> seen = new HashSet<>();

    assertThat(Flags.all().stream().flatMap(flag -> flag.names().stream())).allMatch(seen::add);
  }

  @Test
  void configurationDocument_everyFlag_isThereWithItsDefault() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("../docs/CONFIGURATION.md"));

    for (Flag<?> flag : Flags.all()) {
      String row = "| `" + String.join("`, `", flag.names()) + "` |";
      List<String> rows = lines.stream().filter(line -> line.startsWith(row)).toList();
      assertThat(rows).as(flag.name()).hasSize(1);
      flag.defaultText()
          .filter(text -> !flag.grammar().isSwitch())
          .ifPresent(text -> assertThat(rows.getFirst()).contains("| `" + text + "` |"));
    }
  }

  @Test
  void configurationDocument_flagsItNames_exist() throws IOException {
    Set<String> known =
        Flags.all().stream().flatMap(flag -> flag.names().stream()).collect(Collectors.toSet());

    assertThat(Files.readAllLines(Path.of("../docs/CONFIGURATION.md")))
        .filteredOn(line -> line.startsWith("| `-"))
        .allSatisfy(line -> assertThat(known).contains(line.split("`", 3)[1].split(" ", 2)[0]));
  }
}
