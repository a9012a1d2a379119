-- Live metrics, one row per window, application and dimensions: what came in time and what came late, together. Different
-- players cannot be added up; late ones are not counted (sql/metrics says which metrics ignore what is late).
CREATE OR REPLACE VIEW $database.metric_totals $on_cluster AS
SELECT
  metric, window_start, window_end, application_id, dimensions,
  sum(counted.events) AS events,
  maxIf(counted.players, part = '') AS players,
  sum(counted.amount) AS amount,
  countIf(part != '') AS late_events
FROM $database.metrics AS counted
GROUP BY metric, window_start, window_end, application_id, dimensions
COMMENT 'Live metrics, one row per window, application and dimensions'
