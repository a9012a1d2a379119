SELECT date_trunc('day', occurred_at) AS day, count(DISTINCT player_id) AS players, count(*) AS events
FROM events
WHERE player_id IS NOT NULL
GROUP BY date_trunc('day', occurred_at)
ORDER BY day
