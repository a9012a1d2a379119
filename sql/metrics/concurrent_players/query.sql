-- An event counts in the five windows that begin in its own minute or up to four minutes before.
SELECT window_start, application_id, count(DISTINCT player_id) AS players
FROM (
  SELECT date_trunc('minute', occurred_at) - earlier AS window_start, application_id, player_id
  FROM events
  CROSS JOIN (
    SELECT INTERVAL '0' MINUTE AS earlier
    UNION ALL SELECT INTERVAL '1' MINUTE AS earlier
    UNION ALL SELECT INTERVAL '2' MINUTE AS earlier
    UNION ALL SELECT INTERVAL '3' MINUTE AS earlier
    UNION ALL SELECT INTERVAL '4' MINUTE AS earlier
  ) AS offsets
  WHERE player_id IS NOT NULL
) AS active
GROUP BY window_start, application_id
ORDER BY window_start, application_id
