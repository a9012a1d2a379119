package analytics.realtime.job;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The files of a job: `job.sql`, `schemas/envelope.json` and `schemas/events/<type>/<version>/schema.json`. */
public final class JobFiles {
  private static final String SQL = "job.sql";
  private static final String SCHEMAS = "schemas/";

  private final Map<String, String> texts;

  private JobFiles(Map<String, String> texts) {
    this.texts = texts;
  }

  public static JobFiles inFolder(Path folder) throws IOException {
    Map<String, String> texts = new HashMap<>();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).collect(Collectors.toList());
    }
    for (Path file : files) {
      String name = folder.relativize(file).toString();
      if (isRead(name)) texts.put(name, Files.readString(file));
    }
    return new JobFiles(texts);
  }

  /** From the zip at JOB_BUCKET/JOB_KEY. */
  public static JobFiles inBucket(Map<String, String> properties) throws IOException {
    String bucket = properties.get("JOB_BUCKET");
    String key = properties.get("JOB_KEY");
    String endpoint = System.getenv("AWS_ENDPOINT_URL");
    var builder =
        S3Client.builder()
            .region(Region.of(properties.get("AWS_REGION")))
            .httpClient(UrlConnectionHttpClient.create());
    if (endpoint != null && !endpoint.isEmpty()) builder.endpointOverride(URI.create(endpoint)).forcePathStyle(true);
    try (S3Client client = builder.build();
        InputStream zip = client.getObject(request -> request.bucket(bucket).key(key))) {
      return new JobFiles(unzipped(zip));
    }
  }

  public String sql() {
    String sql = texts.get(SQL);
    if (sql == null) throw new IllegalArgumentException("the job has no " + SQL);
    return sql;
  }

  /** Name in the job → text. */
  public Map<String, String> schemas() {
    return texts.entrySet().stream()
        .filter(file -> file.getKey().startsWith(SCHEMAS))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<String, String> unzipped(InputStream zip) throws IOException {
    Map<String, String> texts = new HashMap<>();
    ZipInputStream entries = new ZipInputStream(zip);
    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      if (isRead(entry.getName())) texts.put(entry.getName(), new String(entries.readAllBytes(), StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static boolean isRead(String name) {
    return name.equals(SQL) || (name.startsWith(SCHEMAS) && name.endsWith(".json"));
  }
}
