SELECT
  CAST(event_date AS date) AS day,
  currency,
  direction,
  reason,
  count(*) AS events,
  count(DISTINCT player_id) AS players,
  sum(amount) AS amount
FROM (
  SELECT event_date, currency_id AS currency, 'source' AS direction, source AS reason, player_id, amount
  FROM currency_earned
  UNION ALL
  SELECT event_date, currency_id AS currency, 'sink' AS direction, sink AS reason, player_id, amount
  FROM currency_spent
) AS flows
GROUP BY event_date, currency, direction, reason
ORDER BY day, currency, direction, reason
