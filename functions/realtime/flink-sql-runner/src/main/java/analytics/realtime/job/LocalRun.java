package analytics.realtime.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;

/** What Managed Flink configures by itself, for a job that runs in this process. */
public final class LocalRun {
  private LocalRun() {}

  /** Checkpoints are kept below the folder; the job goes on from the last one that is there. */
  public static Configuration configuration(Path state, String parallelism) {
    Path checkpoints = state.resolve("checkpoints");
    Configuration configuration = new Configuration();
    configuration.setString("parallelism.default", parallelism);
    configuration.setString("rest.address", "localhost");
    configuration.setString("rest.bind-port", "0");
    configuration.setString("pipeline.object-reuse", "true");
    configuration.setString("execution.checkpointing.interval", "2 s");
    configuration.setString("execution.checkpointing.min-pause", "1 s");
    configuration.setString("execution.checkpointing.storage", "filesystem");
    configuration.setString("execution.checkpointing.dir", checkpoints.toUri().toString());
    configuration.setString("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    configuration.setString("execution.checkpointing.num-retained", "2");
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", String.valueOf(Integer.MAX_VALUE));
    configuration.setString("restart-strategy.fixed-delay.delay", "1 s");
    latest(checkpoints)
        .ifPresent(
            checkpoint -> {
              configuration.setString("execution.state-recovery.path", checkpoint.toUri().toString());
              configuration.setString("execution.state-recovery.claim-mode", "CLAIM");
            });
    return configuration;
  }

  /** The folder of the last checkpoint that was completed. */
  private static Optional<Path> latest(Path checkpoints) {
    if (!Files.isDirectory(checkpoints)) return Optional.empty();
    try (Stream<Path> files = Files.find(checkpoints, 3, (file, attributes) -> file.endsWith("_metadata"))) {
      return files.max((one, other) -> writtenAt(one).compareTo(writtenAt(other))).map(Path::getParent);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static FileTime writtenAt(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
