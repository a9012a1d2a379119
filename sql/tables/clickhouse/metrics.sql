-- Rows of live metrics, one row per id: a window has one of what came in time and one more per late event that it counts.
CREATE OR REPLACE VIEW $database.metrics $on_cluster AS
SELECT
  $column_names
FROM $database.raw_metrics FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1
COMMENT 'Live metrics as they came: in time and late apart'
