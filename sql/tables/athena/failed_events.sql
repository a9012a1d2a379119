-- Records that could not be read or delivered, one row per record: by application and event_id where its JSON has them,
-- by its bytes otherwise. What reached `events` or the quarantine by another try (a replay, a repeated delivery) is there
-- and no longer here. A record that could not be converted is a row of the table already: its ids are at its top.
-- `reason` is the judgement's of a record that holds no event, else what failed.
-- `stored` looks for it from $searched_days before the record came in, or before the API first got it when it came later.
WITH records AS (
  SELECT
    *,
    coalesce(
      json_extract_scalar(record, '$.event.event_id'),
      json_extract_scalar(record, '$.event_id')
    ) AS event_id,
    json_extract_scalar(record, '$.application_id') AS application_id,
    CAST(from_unixtime(CAST(arrivaltimestamp AS double) / 1000) AS timestamp(3)) AS arrived_at,
    CASE
      WHEN record IS NULL THEN 'not_json'
      WHEN coalesce(json_format(json_extract(record, '$.application_id')), '') NOT LIKE '"_%"' THEN 'no_application_id'
      WHEN coalesce(json_format(json_extract(record, '$.event')), '') NOT LIKE '{%' THEN 'no_event'
      ELSE coalesce(errorcode, lasterrorcode)
    END AS reason,
    date_format(
      date_add('day', -$searched_days, least(CAST(failed_date AS date), coalesce(requested, CAST(failed_date AS date)))),
      '%Y-%m-%d'
    ) AS first_date
  FROM (
    SELECT
      *,
      TRY(CAST(from_unixtime(CAST(json_extract_scalar(record, '$.aws_ga_api_requestTimeEpoch') AS double) / 1000) AS date))
        AS requested
    FROM (SELECT *, TRY(json_parse(from_utf8(from_base64(rawdata)))) AS record FROM raw_failed_events) AS decoded
  ) AS readable
),
copies AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY application_id, event_id, CASE WHEN application_id IS NULL OR event_id IS NULL THEN rawdata END
      ORDER BY attemptendingtimestamp DESC, arrivaltimestamp DESC, failed_date DESC, rawdata
    ) AS copy_number
  FROM records
)
SELECT
  latest.attemptsmade, latest.arrivaltimestamp, latest.errorcode, latest.errormessage, latest.lasterrorcode,
  latest.lasterrormessage, latest.attemptendingtimestamp, latest.rawdata, latest.sequencenumber,
  latest.subsequencenumber, latest.lambdaarn, latest.application_id, latest.event_id, latest.arrived_at, latest.reason, latest.failed_date
FROM copies AS latest
LEFT JOIN (
  SELECT accepted.application_id, accepted.event_id
  FROM events AS accepted
  JOIN records AS failed
    ON accepted.application_id = failed.application_id
    AND accepted.event_id = failed.event_id
    AND accepted.event_date >= failed.first_date
  UNION
  SELECT judged.application_id, judged.event_id
  FROM raw_quarantined_events AS judged
  JOIN records AS failed
    ON judged.application_id = failed.application_id AND judged.event_id = failed.event_id
) AS stored
  ON latest.application_id = stored.application_id AND latest.event_id = stored.event_id
WHERE latest.copy_number = 1 AND stored.event_id IS NULL
