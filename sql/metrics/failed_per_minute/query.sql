SELECT
  date_trunc('minute', arrived_at) AS window_start, '' AS application_id, reason, count(*) AS events
FROM failed_events
WHERE reason IN ('not_json', 'no_application_id', 'no_event')
GROUP BY date_trunc('minute', arrived_at), reason
ORDER BY window_start, reason
