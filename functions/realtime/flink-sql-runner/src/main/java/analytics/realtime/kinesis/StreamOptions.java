package analytics.realtime.kinesis;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options that both connectors have, and what they become for the Kinesis connector that is underneath. */
final class StreamOptions {
  static final ConfigOption<String> STREAM_ARN = ConfigOptions.key("stream.arn").stringType().noDefaultValue();
  static final ConfigOption<String> REGION = ConfigOptions.key("aws.region").stringType().noDefaultValue();

  /** Whoever runs elsewhere than in AWS says so as to every AWS SDK. */
  private static final String ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL";

  private StreamOptions() {}

  /** `arn:aws:kinesis:eu-west-1:123456789012:stream/events` → `events` */
  static String streamName(String arn) {
    int slash = arn.indexOf(":stream/");
    if (slash < 0) throw new IllegalArgumentException("stream.arn must be the ARN of a Kinesis stream, not " + arn);
    return arn.substring(slash + ":stream/".length());
  }

  /** The endpoint's option, if there is one. */
  static Map<String, String> endpoint() {
    Map<String, String> options = new HashMap<>();
    String endpoint = System.getenv(ENDPOINT_VARIABLE);
    if (endpoint == null || endpoint.isEmpty()) return options;
    options.put("aws.endpoint", endpoint);
    return options;
  }

  /** Without TLS there is no agreement on HTTP/2. */
  static boolean isPlain(Map<String, String> endpoint) {
    return endpoint.getOrDefault("aws.endpoint", "").startsWith("http:");
  }

}
