SELECT event_type, application_id, application_name, count(*) AS events, max(occurred_at) AS last_occurred_at
FROM events
WHERE json_extract_scalar(metadata, '$.schema') IS NULL
GROUP BY event_type, application_id, application_name
ORDER BY events DESC, event_type, application_id
