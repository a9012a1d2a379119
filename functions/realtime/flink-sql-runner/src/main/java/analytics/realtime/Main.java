package analytics.realtime;

import analytics.realtime.job.JobFiles;
import analytics.realtime.job.LocalRun;
import analytics.realtime.job.RuntimeProperties;
import analytics.realtime.job.SqlJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the job of the runtime properties. Managed Flink gives no arguments; elsewhere they are
 *
 *   --properties FILE     runtime properties, in the form of Managed Flink's application_properties.json
 *   --job FOLDER          the job's files, instead of those in S3
 *   --state FOLDER        runs the job in this process, with its checkpoints in the folder; from the last one if there is any
 *   --parallelism NUMBER  (1)
 *
 * and the line `running` on standard output says that the job does. The process ends when its standard input does.
 */
public final class Main {
  private static final String NAME = "game-analytics";

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int at = 0; at + 1 < arguments.length; at += 2) options.put(arguments[at], arguments[at + 1]);
    Path file = options.containsKey("--properties") ? Path.of(options.get("--properties")) : null;
    Map<String, String> properties = RuntimeProperties.read(file);
    String folder = options.get("--job");
    JobFiles files = folder == null ? JobFiles.inBucket(properties) : JobFiles.inFolder(Path.of(folder));
    String state = options.get("--state");
    if (state == null) {
      StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
      SqlJob.add(environment, files, properties);
      environment.execute(NAME);
      return;
    }
    Configuration configuration = LocalRun.configuration(Path.of(state), options.getOrDefault("--parallelism", "1"));
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(configuration);
    endWithParent();
    SqlJob.add(environment, files, properties);
    runHere(environment.executeAsync(NAME));
  }

  /** Whoever started this process holds its standard input open. */
  private static void endWithParent() {
    Thread reader =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {}
              } catch (IOException closed) {
                // as good as its end
              }
              Runtime.getRuntime().halt(0);
            });
    reader.setDaemon(true);
    reader.start();
  }

  /** Flink's threads would keep the process alive after a failure. */
  private static void runHere(JobClient job) {
    try {
      JobStatus status = job.getJobStatus().get();
      while (status != JobStatus.RUNNING && !status.isGloballyTerminalState()) {
        Thread.sleep(50);
        status = job.getJobStatus().get();
      }
      if (status == JobStatus.RUNNING) System.out.println("running");
      job.getJobExecutionResult().get();
      System.exit(0);
    } catch (Exception failure) {
      failure.printStackTrace();
      System.exit(1);
    }
  }
}
