SELECT
  CAST(event_date AS date) AS day,
  currency_id AS currency,
  'source' AS direction,
  source AS reason,
  count(*) AS events,
  count(DISTINCT player_id) AS players,
  sum(amount) AS amount
FROM currency_earned
GROUP BY event_date, currency_id, source
UNION ALL
SELECT
  CAST(event_date AS date) AS day,
  currency_id AS currency,
  'sink' AS direction,
  sink AS reason,
  count(*) AS events,
  count(DISTINCT player_id) AS players,
  sum(amount) AS amount
FROM currency_spent
GROUP BY event_date, currency_id, sink
ORDER BY day, currency, direction, reason
