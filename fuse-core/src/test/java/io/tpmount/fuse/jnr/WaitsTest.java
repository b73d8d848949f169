package io.tpmount.fuse.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WaitsTest {
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final Waits tested = new Waits(interrupted::get);

  private interface Wait {
    String of(CompletableFuture<String> call) throws VfsException;
  }

  private String whileWaiting(Wait wait, CompletableFuture<String> call, Runnable action)
      throws Exception {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<String> result = thread.submit(() -> wait.of(call));
      await().until(() -> tested.count() == 1);
      action.run();
      return result.get();
    }
  }

  @Test
  void await_doneCall_doesNotWait() throws Exception {
    assertThat(tested.await(CompletableFuture.completedFuture("x"))).isEqualTo("x");
  }

  @Test
  void await_failedCall_throwsItsError() {
    VfsException error = new VfsException(new VfsError.Busy("x"));
    assertThatThrownBy(() -> tested.await(CompletableFuture.failedFuture(error))).isSameAs(error);
  }

  @Test
  void await_failedStage_throwsTheCause() {
    VfsException error = new VfsException(new VfsError.Busy("x"));
    CompletableFuture<String> stage =
        CompletableFuture.<String>failedFuture(error).thenApply(String::strip);
    assertThatThrownBy(() -> tested.await(stage)).isSameAs(error);
  }

  @Test
  void await_unexpectedFailure_isNotHidden() {
    RuntimeException bug = new IllegalArgumentException("bug");
    assertThatThrownBy(() -> tested.await(CompletableFuture.failedFuture(bug))).hasCause(bug);
  }

  @Test
  void await_laterCompletion_returnsIt() throws Exception {
    CompletableFuture<String> call = new CompletableFuture<>();
    assertThat(whileWaiting(tested::await, call, () -> call.complete("x"))).isEqualTo("x");
  }

  @Test
  void await_interrupted_cancelsTheCall() {
    CompletableFuture<String> call = new CompletableFuture<>();
    assertThatThrownBy(() -> whileWaiting(tested::await, call, this::interrupt))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            VfsException.class,
            e -> assertThat(e.error()).isInstanceOf(VfsError.Interrupted.class));
    assertThat(call).isCancelled();
  }

  @Test
  void awaitUninterrupted_interrupted_goesOn() throws Exception {
    CompletableFuture<String> call = new CompletableFuture<>();
    Runnable interruptThenComplete =
        () -> {
          interrupt();
          call.complete("x");
        };
    assertThat(whileWaiting(tested::awaitUninterrupted, call, interruptThenComplete))
        .isEqualTo("x");
  }

  @Test
  void end_waiting_cancelsTheCall() {
    CompletableFuture<String> call = new CompletableFuture<>();
    assertThatThrownBy(() -> whileWaiting(tested::awaitUninterrupted, call, tested::end))
        .isInstanceOf(ExecutionException.class);
    assertThat(call).isCancelled();
  }

  private void interrupt() {
    interrupted.set(true);
    tested.recheck();
  }
}
