-- What analysts ask: accepted events, one row per event. FINAL is here so that nobody has to write it; partitions are
-- merged by themselves, which is exact (see raw_events) and leaves those alone that have one part.
CREATE OR REPLACE VIEW $database.events $on_cluster AS
SELECT
  $column_names,
  toString(toDate(occurred_at)) AS event_date
FROM $database.raw_events FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1
COMMENT 'Accepted events, one row per event'
