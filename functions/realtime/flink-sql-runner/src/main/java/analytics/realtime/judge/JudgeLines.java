package analytics.realtime.judge;

import analytics.realtime.job.JobFiles;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * Judges records without Flink: a line `{"record": base64, "arrivedAt": milliseconds}` of standard input → a line of standard
 * output, the fields of the SQL function's result. Arguments: the job's folder, the days of age that are accepted, ACCEPT or
 * QUARANTINE, and the ids of the applications that count as registered.
 */
public final class JudgeLines {
  private JudgeLines() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> properties =
        Map.of(
            "APPLICATIONS_TABLE", "none",
            "AWS_REGION", "none",
            "MAX_EVENT_AGE_DAYS", arguments[1],
            "UNKNOWN_EVENT_TYPES", arguments[2]);
    Set<String> registered = Set.of(Arrays.copyOfRange(arguments, 3, arguments.length));
    Judge judge =
        JudgeSettings.of(JobFiles.inFolder(Path.of(arguments[0])).schemas(), properties)
            .with((id, arrivedAt) -> registered.contains(id));
    ObjectMapper json = new ObjectMapper();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode input = json.readTree(line);
      byte[] record = Base64.getDecoder().decode(input.get("record").textValue());
      out.println(json.writeValueAsString(fields(judge.judge(record, input.get("arrivedAt").longValue()), json)));
    }
    out.flush();
  }

  private static ObjectNode fields(Judgement judgement, ObjectMapper json) {
    ObjectNode fields =
        json.createObjectNode()
            .put("outcome", judgement.outcome)
            .put("reason", judgement.reason)
            .put("event_time", judgement.eventTime)
            .put("event_key", judgement.eventKey)
            .put("application_id", judgement.applicationId);
    for (int at = 0; at < judgement.members.length; at++) fields.put(Judge.MEMBERS.get(at), judgement.members[at]);
    return fields.put("event_data", judgement.eventData);
  }
}
