-- Rows of live metrics as the stream gave them; of those with one id the one that came last stays. An id follows from
-- the metric, the application, the window, the dimensions and the part, so that the sorting key adds nothing to it.
CREATE TABLE IF NOT EXISTS $database.raw_metrics $on_cluster (
  $columns,
  version UInt64 COMMENT 'When the stream took it, in milliseconds since the epoch'
)
ENGINE = $replacing(version)
PARTITION BY toYYYYMM(window_start)
ORDER BY (metric, application_id, window_start, id)
TTL toDateTime(window_start) + toIntervalDay($metric_retention_days)
COMMENT 'Rows of live metrics as loaded; ask metrics or metric_totals instead'
