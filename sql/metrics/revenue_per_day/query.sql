SELECT
  CAST(event_date AS date) AS day,
  currency_type AS currency,
  count(*) AS purchases,
  count(DISTINCT player_id) AS payers,
  sum(currency_amount) AS revenue
FROM iap_transaction
GROUP BY event_date, currency_type
ORDER BY day, currency
