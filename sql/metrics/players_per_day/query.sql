SELECT CAST(occurred_at AS date) AS day, count(DISTINCT player_id) AS players, count(*) AS events
FROM events
WHERE player_id IS NOT NULL
GROUP BY CAST(occurred_at AS date)
ORDER BY day
