WITH delivered AS (
  SELECT
    application_id, event_id, CAST(NULL AS varchar) AS text_without_id, event_date, received_at,
    json_extract_scalar(metadata, '$.request_id') AS request_id,
    json_extract_scalar(metadata, '$.replayed_from') AS replayed_from
  FROM raw_events
  UNION ALL
  SELECT
    application_id, event_id, CASE WHEN event_id IS NULL THEN event END AS text_without_id, event_date, received_at,
    json_extract_scalar(metadata, '$.request_id') AS request_id,
    json_extract_scalar(metadata, '$.replayed_from') AS replayed_from
  FROM raw_quarantined_events
),
-- What the archive brought back counts where the rows that it came from are gone: copies of one request are as many as
-- came by it, or as many as were brought back, whichever is more.
requests AS (
  SELECT
    application_id, event_id, text_without_id, min(event_date) AS event_date,
    greatest(
      count(CASE WHEN replayed_from IS NULL THEN 1 END),
      count(CASE WHEN replayed_from = 'archive' THEN 1 END)
    ) AS deliveries
  FROM delivered
  WHERE replayed_from IS NULL OR replayed_from = 'archive'
  GROUP BY application_id, event_id, text_without_id, received_at, request_id
),
copies AS (
  SELECT application_id, event_id, text_without_id, min(event_date) AS event_date, sum(deliveries) AS deliveries
  FROM requests
  GROUP BY application_id, event_id, text_without_id
)
SELECT
  CAST(event_date AS date) AS day,
  application_id,
  sum(deliveries) AS delivered,
  count(*) AS events,
  sum(deliveries) - count(*) AS duplicates
FROM copies
GROUP BY event_date, application_id
ORDER BY day, application_id
