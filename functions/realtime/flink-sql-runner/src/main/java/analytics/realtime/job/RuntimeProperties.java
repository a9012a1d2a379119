package analytics.realtime.job;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The application's runtime properties of the group `pipeline`. */
public final class RuntimeProperties {
  private static final String GROUP = "pipeline";

  private RuntimeProperties() {}

  /** `file`: in the form of Managed Flink's application_properties.json; null: where Managed Flink has put it. */
  public static Map<String, String> read(Path file) throws IOException {
    Map<String, Properties> groups =
        file == null
            ? KinesisAnalyticsRuntime.getApplicationProperties()
            : KinesisAnalyticsRuntime.getApplicationProperties(file.toString());
    Properties group = groups.get(GROUP);
    if (group == null) throw new IllegalArgumentException("there are no runtime properties of the group " + GROUP);
    Map<String, String> properties = new HashMap<>();
    for (String name : group.stringPropertyNames()) properties.put(name, group.getProperty(name));
    return properties;
  }
}
