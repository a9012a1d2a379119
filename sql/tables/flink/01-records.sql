-- The event stream: one row per record, judged by the rules of functions/event. A record is bytes, as bytes that are no
-- UTF-8 have to be told apart. The watermark is that of each shard: a client whose clock is ahead closes nobody's window
-- (LEAST), and an old recording keeps its own time. A shard that gave nothing for the idle timeout, or never, holds back
-- nobody; when all are so, time goes on from the last event at the clock's pace.
SET 'table.local-time-zone' = 'UTC';

CREATE TABLE records (
  record BYTES,
  arrived_at TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  judged AS judge(record, arrived_at),
  event_time AS judge(record, arrived_at).event_time,
  processing_time AS PROCTIME(),
  WATERMARK FOR event_time AS LEAST(event_time, arrived_at) - INTERVAL '10' SECOND
) WITH (
  'connector' = 'kinesis-records',
  'stream.arn' = '${EVENT_STREAM_ARN}',
  'aws.region' = '${AWS_REGION}',
  'scan.stream.initpos' = 'TRIM_HORIZON',
  'scan.watermark.idle-timeout' = '15 s',
  'format' = 'raw'
);

CREATE VIEW judged_records AS
SELECT
  judged.outcome AS outcome,
  judged.reason AS reason,
  judged.event_key AS event_key,
  judged.application_id AS application_id,
  judged.event_id AS event_id,
  judged.event_type AS event_type,
  judged.event_name AS event_name,
  judged.event_version AS event_version,
  judged.app_version AS app_version,
  judged.player_id AS player_id,
  judged.session_id AS session_id,
  judged.platform AS platform,
  judged.country AS country,
  judged.event_data AS event_data,
  event_time,
  processing_time
FROM records;
