SELECT
  date_trunc('minute', occurred_at) AS window_start, application_id, direction, currency,
  count(*) AS events, sum(amount) AS amount
FROM (
  SELECT occurred_at, application_id, 'source' AS direction, currency_id AS currency, amount
  FROM currency_earned
  UNION ALL
  SELECT occurred_at, application_id, 'sink' AS direction, currency_id AS currency, amount
  FROM currency_spent
) AS flows
GROUP BY date_trunc('minute', occurred_at), application_id, direction, currency
ORDER BY window_start, application_id, direction, currency
