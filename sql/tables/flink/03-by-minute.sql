-- What metrics read. `part` is empty in time. In the late twins it is the event's key: each late event corrects its minute by
-- a row of its own, which can be written twice and still counts once.

-- For windows of other sizes: of these a late event still counts in every window that is open.
CREATE VIEW events AS
SELECT
  event_key, application_id, event_id, event_type, event_name, event_version, app_version, player_id, session_id,
  platform, country, event_data, event_time
FROM unique_records WHERE outcome = 'accepted';

CREATE VIEW events_in_time AS
SELECT
  event_key, application_id, event_id, event_type, event_name, event_version, app_version, player_id, session_id,
  platform, country, event_data, event_time
FROM records_in_time WHERE outcome = 'accepted';

CREATE VIEW events_by_minute AS
SELECT *, CAST('' AS STRING) AS part
FROM TABLE(TUMBLE(TABLE events_in_time, DESCRIPTOR(event_time), INTERVAL '1' MINUTE));

CREATE VIEW late_events_by_minute AS
SELECT
  event_key, application_id, event_id, event_type, event_name, event_version, app_version, player_id, session_id,
  platform, country, event_data, event_time,
  event_key AS part,
  FLOOR(CAST(event_time AS TIMESTAMP(3)) TO MINUTE) AS window_start,
  FLOOR(CAST(event_time AS TIMESTAMP(3)) TO MINUTE) + INTERVAL '1' MINUTE AS window_end
FROM late_records WHERE outcome = 'accepted';

CREATE VIEW quarantined_in_time AS
SELECT
  reason, event_key, application_id, event_id, event_type, event_name, event_version, app_version, player_id,
  session_id, platform, country, event_data, event_time
FROM records_in_time WHERE outcome = 'quarantined';

CREATE VIEW quarantined_by_minute AS
SELECT *, CAST('' AS STRING) AS part
FROM TABLE(TUMBLE(TABLE quarantined_in_time, DESCRIPTOR(event_time), INTERVAL '1' MINUTE));

CREATE VIEW late_quarantined_by_minute AS
SELECT
  reason, event_key, application_id, event_id, event_type, event_name, event_version, app_version, player_id,
  session_id, platform, country, event_data, event_time,
  event_key AS part,
  FLOOR(CAST(event_time AS TIMESTAMP(3)) TO MINUTE) AS window_start,
  FLOOR(CAST(event_time AS TIMESTAMP(3)) TO MINUTE) + INTERVAL '1' MINUTE AS window_end
FROM late_records WHERE outcome = 'quarantined';

CREATE VIEW failed_in_time AS
SELECT
  reason, event_key, application_id, event_id, event_type, event_name, event_version, app_version, player_id,
  session_id, platform, country, event_data, event_time
FROM records_in_time WHERE outcome = 'failed';

CREATE VIEW failed_by_minute AS
SELECT *, CAST('' AS STRING) AS part
FROM TABLE(TUMBLE(TABLE failed_in_time, DESCRIPTOR(event_time), INTERVAL '1' MINUTE));

CREATE VIEW late_failed_by_minute AS
SELECT
  reason, event_key, application_id, event_id, event_type, event_name, event_version, app_version, player_id,
  session_id, platform, country, event_data, event_time,
  event_key AS part,
  FLOOR(CAST(event_time AS TIMESTAMP(3)) TO MINUTE) AS window_start,
  FLOOR(CAST(event_time AS TIMESTAMP(3)) TO MINUTE) + INTERVAL '1' MINUTE AS window_end
FROM late_records WHERE outcome = 'failed';
