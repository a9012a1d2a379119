SELECT count(*) AS delivered, count(DISTINCT event_id) AS events, count(*) - count(DISTINCT event_id) AS duplicates
FROM raw_events
