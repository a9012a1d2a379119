SELECT date_trunc('minute', occurred_at) AS window_start, application_id, level, outcome, count(*) AS events
FROM (
  SELECT occurred_at, application_id, level_id AS level, 'started' AS outcome
  FROM level_started
  UNION ALL
  SELECT occurred_at, application_id, level_id AS level, 'completed' AS outcome
  FROM level_completed
  UNION ALL
  SELECT occurred_at, application_id, level_id AS level, 'failed' AS outcome
  FROM level_failed
) AS attempts
GROUP BY date_trunc('minute', occurred_at), application_id, level, outcome
ORDER BY window_start, application_id, level, outcome
