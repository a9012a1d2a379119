SELECT CAST(event_date AS date) AS day, count(DISTINCT player_id) AS players, count(*) AS events
FROM events
WHERE player_id IS NOT NULL
GROUP BY event_date
ORDER BY day
