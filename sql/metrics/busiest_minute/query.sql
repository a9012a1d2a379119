SELECT date_trunc('minute', occurred_at) AS minute, count(*) AS events, count(DISTINCT player_id) AS players
FROM events
GROUP BY date_trunc('minute', occurred_at)
ORDER BY events DESC, minute
LIMIT 10
