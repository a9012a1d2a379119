package analytics.realtime.judge;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * The Applications table, read as functions/stream/transform-events does: one that is registered is read once in 60 seconds;
 * one that is not, again for a record that arrived after it was looked for. What is no UUID is never read.
 */
final class RegisteredApplications implements Applications {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final long CACHE_MILLIS = 60_000;
  private static final int MOST_CACHED = 10_000;
  private static final Duration ATTEMPT = Duration.ofSeconds(3);
  private static final long LOOK_UP_MILLIS = 30_000;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;
  private static final int THROTTLED = 429;

  private final DynamoDbClient client;
  private final String table;
  private final Map<String, Long> registeredUntil = cache();
  private final Map<String, Long> absentAt = cache();

  RegisteredApplications(String table, String region) {
    this.table = table;
    String endpoint = System.getenv("AWS_ENDPOINT_URL");
    var builder =
        DynamoDbClient.builder()
            .region(Region.of(region))
            .httpClient(UrlConnectionHttpClient.create())
            // What follows a failure is decided in one place, by the time that is left.
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .retryStrategy(strategy -> strategy.maxAttempts(1))
                    .apiCallTimeout(ATTEMPT)
                    .build());
    if (endpoint != null && !endpoint.isEmpty()) builder.endpointOverride(URI.create(endpoint));
    client = builder.build();
  }

  @Override
  public synchronized boolean isRegistered(String id, long arrivedAt) {
    long now = System.currentTimeMillis();
    if (registeredUntil.getOrDefault(id, Long.MIN_VALUE) > now) return true;
    if (!UUID.matcher(id).matches() || absentAt.getOrDefault(id, Long.MIN_VALUE) >= arrivedAt) return false;
    boolean found = lookUp(id, now + LOOK_UP_MILLIS);
    if (found) registeredUntil.put(id, now + CACHE_MILLIS);
    else absentAt.put(id, now);
    return found;
  }

  private boolean lookUp(String id, long deadline) {
    for (int attempt = 0; ; attempt++) {
      try {
        BatchGetItemResponse answer = client.batchGetItem(request(id));
        if (answer.unprocessedKeys().isEmpty()) return !answer.responses().get(table).isEmpty();
        if (System.currentTimeMillis() >= deadline) throw new IllegalStateException("applications: keys unprocessed");
      } catch (SdkException failure) {
        if (!isTransient(failure) || System.currentTimeMillis() >= deadline) {
          throw new IllegalStateException("applications could not be looked up", failure);
        }
      }
      pause(Math.min(LONGEST_PAUSE_MILLIS, 50L << Math.min(attempt, 6)));
    }
  }

  private BatchGetItemRequest request(String id) {
    KeysAndAttributes keys =
        KeysAndAttributes.builder()
            .keys(Map.of("ApplicationId", AttributeValue.fromS(id)))
            .projectionExpression("ApplicationId")
            .consistentRead(true)
            .build();
    return BatchGetItemRequest.builder().requestItems(Map.of(table, keys)).build();
  }

  /** All but a refusal (4xx) that is not about the rate. */
  private static boolean isTransient(SdkException failure) {
    if (!(failure instanceof AwsServiceException)) return true;
    AwsServiceException answer = (AwsServiceException) failure;
    int status = answer.statusCode();
    return answer.isThrottlingException() || status < 400 || status >= 500 || status == THROTTLED;
  }

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(1 + ThreadLocalRandom.current().nextLong(milliseconds));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while applications were looked up", stopped);
    }
  }

  private static Map<String, Long> cache() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
        return size() > MOST_CACHED;
      }
    };
  }
}
