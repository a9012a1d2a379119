SELECT reason, event_type, error_path, count(*) AS events, max(received_at) AS last_received_at
FROM quarantined_events
GROUP BY reason, event_type, error_path
ORDER BY events DESC, reason, event_type, error_path
