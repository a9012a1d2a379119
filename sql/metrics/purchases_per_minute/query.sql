SELECT
  date_trunc('minute', occurred_at) AS window_start, application_id, currency_type AS currency, count(*) AS events, sum(currency_amount) AS amount
FROM iap_transaction
GROUP BY date_trunc('minute', occurred_at), application_id, currency_type
ORDER BY window_start, application_id, currency
