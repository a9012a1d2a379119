SELECT
  date_trunc('minute', occurred_at) AS window_start, application_id, spell_id AS spell, count(*) AS events
FROM user_knockout
GROUP BY date_trunc('minute', occurred_at), application_id, spell_id
ORDER BY window_start, application_id, spell
