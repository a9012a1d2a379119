SELECT event_type, count(*) AS events, count(DISTINCT player_id) AS players, max(occurred_at) AS last_occurred_at
FROM events
GROUP BY event_type
ORDER BY events DESC, event_type
