package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tpmount.s3.testing.fast.FastS3Process;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that people run, each in the form of the mount that it must pass in. */
final class ProgramsIT {
  private static final String IGNORE = "--posix-unsupported=ignore";

  /** Files of several sizes, folders, a link and times long past, below $1. */
  private static final String MAKE_TREE =
      """
      mkdir -p "$1/tree/sub/deep" "$1/tree/empty"
      n=0; while [ $n -lt 20 ]; do
        head -c $((n * 7001)) /dev/urandom > "$1/tree/sub/f$n"; n=$((n + 1))
      done
      printf '#!/bin/sh\\necho ran\\n' > "$1/tree/run"; chmod 755 "$1/tree/run"
      ln -s sub/f3 "$1/tree/link"
      touch -d '2001-02-03 04:05:06' "$1/tree/sub/f1" "$1/tree/sub/deep"
      """;

  private FastS3Process server;
  private MountScene scene;

  @BeforeEach
  void prepare() throws IOException {
    server = FastS3Process.start();
    scene = new MountScene(server);
  }

  @AfterEach
  void cleanUp() throws IOException {
    scene.close();
    server.close();
  }

  /** Runs a script with $1 a local directory, $2 the mount and $3 what else it is given. */
  private String sh(String script, String more) throws IOException {
    String local = Files.createTempDirectory(scene.home(), "local").toString();
    return Shell.output(
        "env",
        "HOME=" + local,
        "sh",
        "-euc",
        script,
        "sh",
        local,
        scene.mountPoint().toString(),
        more);
  }

  private static void assumeInstalled(String program) {
    assumeTrue(
        Shell.run("sh", "-c", "command -v " + program).exitCode() == 0,
        program + " is not installed");
  }

  private void git(int commits) throws IOException {
    assumeInstalled("git");
    scene.mount("--vfs-write-back=1s");
    String said =
        sh(
            """
            export GIT_CONFIG_NOSYSTEM=1
            git config --global user.name n; git config --global user.email n@example.org
            git config --global gc.autoDetach false
            git config --global init.defaultBranch main
            git init -q "$2/repo"; cd "$2/repo"
            n=0; while [ $n -lt $3 ]; do
              mkdir -p dir$((n % 5)); echo $n > dir$((n % 5))/f$n; echo $n >> all
              git add -A; git commit -qm "commit $n"; n=$((n + 1))
            done
            git clone -q "$2/repo" "$1/from"
            git clone -q --no-local "$1/from" "$2/to"
            git gc -q; git fsck --full; git -C "$2/to" fsck --full; git -C "$1/from" fsck --full
            git status --porcelain; git -C "$2/to" status --porcelain
            echo commits $(git -C "$2/to" rev-list --count HEAD) $(git rev-list --count HEAD)
            """,
            Integer.toString(commits));
    assertThat(said)
        .contains("commits " + commits + " " + commits)
        .doesNotContain("error", "fatal");
  }

  @Test
  void git_commitsClonesAndCollects() throws IOException {
    git(12);
  }

  @Test
  @Tag("all")
  void git_manyCommits_commitsClonesAndCollects() throws IOException {
    git(200);
  }

  @Test
  void git_localClone_needsIgnoredTimes() throws IOException {
    assumeInstalled("git");
    scene.mount(IGNORE);
    sh(
        """
        export GIT_CONFIG_NOSYSTEM=1
        git config --global user.name n; git config --global user.email n@example.org
        git init -q "$1/repo"; cd "$1/repo"; echo x > f; git add f; git commit -qm c
        git clone -q "$1/repo" "$2/clone"; git -C "$2/clone" fsck --full
        """,
        "");
  }

  @Test
  void tar_plain_packsAndUnpacks() throws IOException {
    scene.mount("--umask=022");
    sh(
        """
        mkdir -p "$1/t/d"; echo one > "$1/t/a"; head -c 300000 /dev/urandom > "$1/t/d/b"
        tar -C "$1" -cf "$2/t.tar" t
        tar -C "$2" -xmf "$2/t.tar" --no-same-owner --no-same-permissions
        diff -r "$1/t" "$2/t"
        tar -C "$2" -cf "$1/back.tar" t
        mkdir "$1/back"; tar -C "$1/back" -xf "$1/back.tar"; diff -r "$1/t" "$1/back/t"
        """,
        "");
  }

  @Test
  void tar_preserving_passesWhenIgnoring() throws IOException {
    scene.mount(IGNORE);
    String times =
        sh(
            MAKE_TREE
                + """
                tar -C "$1" -cpf "$1/t.tar" tree
                tar -C "$2" -xpf "$1/t.tar"
                diff -r "$1/tree" "$2/tree"
                stat -c %Y "$1/tree/sub/f1" "$2/tree/sub/f1" | uniq | wc -l
                """,
            "");
    assertThat(times.strip()).isEqualTo("1");
  }

  @Test
  void rsync_archiveTwice_transfersNothingTheSecondTime() throws IOException {
    assumeInstalled("rsync");
    scene.mount(IGNORE);
    String said =
        sh(
            MAKE_TREE
                + """
                rsync -a "$1/tree/" "$2/copy/"
                diff -r "$1/tree" "$2/copy"
                rsync -a --stats "$1/tree/" "$2/copy/"
                """,
            "");
    assertThat(said).contains("regular files transferred: 0");
  }

  @Test
  void cp_archive_copiesThereAndBack() throws IOException {
    scene.mount(IGNORE);
    String times =
        sh(
            MAKE_TREE
                + """
                cp -a "$1/tree" "$2/copy"; diff -r "$1/tree" "$2/copy"
                cp -a "$2/copy" "$1/back"; diff -r "$1/tree" "$1/back"
                stat -c %Y "$1/tree/sub/f1" "$2/copy/sub/f1" "$1/back/sub/f1" | uniq | wc -l
                """,
            "");
    assertThat(times.strip()).isEqualTo("1");
  }

  @Test
  void editors_saves_replaceTheFile() throws IOException {
    scene.mount();
    String said =
        sh(
            """
            printf 'one\\ntwo\\n' > "$2/text"
            sed -i s/two/three/ "$2/text"; cat "$2/text"
            if command -v vim >/dev/null; then
              vim -es -u NONE -i NONE -c '%s/three/four/' -c wq "$2/text" </dev/null
            else
              sed s/three/four/ "$2/text" > "$2/.text.swp"; mv "$2/text" "$2/text~"
              mv "$2/.text.swp" "$2/text"
            fi
            cat "$2/text"
            """,
            "");
    assertThat(said).isEqualTo("one\nthree\none\nfour\n");
  }

  /** SQLite with a rollback journal. */
  private static final String SQLITE =
      """
      import sqlite3, sys
      db = sqlite3.connect(sys.argv[1], timeout=5)
      db.execute("create table t (n integer, x text)")
      for turn in range(5):
          db.executemany("insert into t values (?, ?)", [(n, "x" * n) for n in range(200)])
          db.commit()
      db.execute("delete from t where n % 2 = 0")
      db.rollback()
      print(db.execute("select count(*) from t").fetchone()[0])
      print(db.execute("pragma integrity_check").fetchone()[0])
      """;

  @Test
  void sqlite_rollbackJournal_worksWhenIgnoring() throws IOException {
    RunningTpmount mount = scene.mount(IGNORE);
    String database = scene.inMount("db").toString();
    assertThat(Shell.output("python3", "-c", SQLITE, database)).isEqualTo("1000\nok\n");
    scene.unmount(mount);
    scene.mount(IGNORE, "--cache-dir=" + scene.home().resolve("empty"));
    String check =
        "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]);"
            + "print(d.execute('pragma integrity_check').fetchone()[0],"
            + "d.execute('select count(*) from t').fetchone()[0])";
    assertThat(Shell.output("python3", "-c", check, database)).isEqualTo("ok 1000\n");
  }

  @Test
  void sqlite_rejecting_failsAtItsFirstStatementAndWritesNothing() throws IOException {
    scene.mount();
    String database = scene.inMount("db").toString();
    Shell.Result result = Shell.run("python3", "-c", SQLITE, database);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("OperationalError");
    assertThat(Shell.output("stat", "-c", "%s", database)).isEqualTo("0\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reject", "ignore"})
  void python_temporaryFiles_work(String form) throws IOException {
    scene.mount("--posix-unsupported=" + form);
    String program =
        """
        import sys, tempfile
        with tempfile.TemporaryFile(dir=sys.argv[1]) as file:
            file.write(b"text"); file.seek(0); print(file.read())
        with tempfile.NamedTemporaryFile(dir=sys.argv[1]) as file:
            file.write(b"text"); file.flush(); print(open(file.name, "rb").read())
            if sys.argv[2] == "reject": file._closer.delete = False
        with tempfile.TemporaryDirectory(dir=sys.argv[1]) as directory:
            open(directory + "/f", "w").write("x")
        """;
    assertThat(Shell.output("python3", "-c", program, scene.mountPoint().toString(), form))
        .isEqualTo("b'text'\nb'text'\n");
  }
}
