SELECT date_trunc('minute', occurred_at) AS window_start, application_id, phase, result, count(*) AS events
FROM (
  SELECT occurred_at, application_id, 'started' AS phase, NULL AS result
  FROM match_start
  UNION ALL
  SELECT occurred_at, application_id, 'ended' AS phase, match_result_type AS result
  FROM match_end
) AS matches
GROUP BY date_trunc('minute', occurred_at), application_id, phase, result
ORDER BY window_start, application_id, phase, result
