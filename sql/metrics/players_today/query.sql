-- A day's windows end every five minutes; a player counts in each that ends after the player's first event of the day.
WITH first_events AS (
  SELECT application_id, player_id, date_trunc('day', occurred_at) AS window_start, min(occurred_at) AS first_at
  FROM events
  WHERE player_id IS NOT NULL
  GROUP BY application_id, player_id, date_trunc('day', occurred_at)
),
new_players AS (
  SELECT application_id, window_start, date_trunc('minute', first_at) AS first_minute, count(*) AS players
  FROM first_events
  GROUP BY application_id, window_start, date_trunc('minute', first_at)
)
SELECT window_start, window_start + hours + minutes AS window_end, application_id, sum(players) AS players
FROM new_players
CROSS JOIN (
    SELECT INTERVAL '0' HOUR AS hours
    UNION ALL SELECT INTERVAL '1' HOUR AS hours
    UNION ALL SELECT INTERVAL '2' HOUR AS hours
    UNION ALL SELECT INTERVAL '3' HOUR AS hours
    UNION ALL SELECT INTERVAL '4' HOUR AS hours
    UNION ALL SELECT INTERVAL '5' HOUR AS hours
    UNION ALL SELECT INTERVAL '6' HOUR AS hours
    UNION ALL SELECT INTERVAL '7' HOUR AS hours
    UNION ALL SELECT INTERVAL '8' HOUR AS hours
    UNION ALL SELECT INTERVAL '9' HOUR AS hours
    UNION ALL SELECT INTERVAL '10' HOUR AS hours
    UNION ALL SELECT INTERVAL '11' HOUR AS hours
    UNION ALL SELECT INTERVAL '12' HOUR AS hours
    UNION ALL SELECT INTERVAL '13' HOUR AS hours
    UNION ALL SELECT INTERVAL '14' HOUR AS hours
    UNION ALL SELECT INTERVAL '15' HOUR AS hours
    UNION ALL SELECT INTERVAL '16' HOUR AS hours
    UNION ALL SELECT INTERVAL '17' HOUR AS hours
    UNION ALL SELECT INTERVAL '18' HOUR AS hours
    UNION ALL SELECT INTERVAL '19' HOUR AS hours
    UNION ALL SELECT INTERVAL '20' HOUR AS hours
    UNION ALL SELECT INTERVAL '21' HOUR AS hours
    UNION ALL SELECT INTERVAL '22' HOUR AS hours
    UNION ALL SELECT INTERVAL '23' HOUR AS hours
) AS hours_of_day
CROSS JOIN (
    SELECT INTERVAL '5' MINUTE AS minutes
    UNION ALL SELECT INTERVAL '10' MINUTE AS minutes
    UNION ALL SELECT INTERVAL '15' MINUTE AS minutes
    UNION ALL SELECT INTERVAL '20' MINUTE AS minutes
    UNION ALL SELECT INTERVAL '25' MINUTE AS minutes
    UNION ALL SELECT INTERVAL '30' MINUTE AS minutes
    UNION ALL SELECT INTERVAL '35' MINUTE AS minutes
    UNION ALL SELECT INTERVAL '40' MINUTE AS minutes
    UNION ALL SELECT INTERVAL '45' MINUTE AS minutes
    UNION ALL SELECT INTERVAL '50' MINUTE AS minutes
    UNION ALL SELECT INTERVAL '55' MINUTE AS minutes
    UNION ALL SELECT INTERVAL '60' MINUTE AS minutes
) AS minutes_of_hour
WHERE first_minute < window_start + hours + minutes
GROUP BY window_start, window_start + hours + minutes, application_id
ORDER BY window_start, window_end, application_id
