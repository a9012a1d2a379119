-- The metrics stream: a row is found again by its id, and of rows with one id the last counts. Corrections wait for a
-- checkpoint: before that a crash may let Flink find the same event in time.
CREATE TABLE metrics (
  id STRING,
  metric STRING,
  window_start TIMESTAMP(3),
  window_end TIMESTAMP(3),
  application_id STRING,
  dimensions STRING,
  part STRING,
  events BIGINT,
  players BIGINT,
  amount DECIMAL(38, 6),
  PRIMARY KEY (id) NOT ENFORCED
) PARTITIONED BY (id) WITH (
  'connector' = 'upsert-kinesis',
  'stream.arn' = '${METRICS_STREAM_ARN}',
  'aws.region' = '${AWS_REGION}',
  'sink.hold-until-checkpoint' = 'part',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);
