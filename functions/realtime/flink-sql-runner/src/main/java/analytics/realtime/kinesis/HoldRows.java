package analytics.realtime.kinesis;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;

/**
 * Holds the rows in which a column is not empty until the checkpoint that has them is complete. Whether an event is late may
 * be decided otherwise when Flink takes it up again after a crash; once the checkpoint is complete it is not taken up again.
 */
final class HoldRows extends AbstractStreamOperator<RowData> implements OneInputStreamOperator<RowData, RowData> {
  private static final long serialVersionUID = 1L;

  private final int column;
  private final TypeSerializer<RowData> serializer;
  private transient ListState<RowData> state;
  private transient List<RowData> sinceCheckpoint;
  /** By the checkpoint that has them. */
  private transient NavigableMap<Long, List<RowData>> held;

  HoldRows(int column, TypeSerializer<RowData> serializer) {
    this.column = column;
    this.serializer = serializer;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("rows", serializer));
    sinceCheckpoint = new ArrayList<>();
    held = new TreeMap<>();
    // They go out, some of them again, with the next checkpoint.
    for (RowData row : state.get()) sinceCheckpoint.add(row);
  }

  @Override
  public void processElement(StreamRecord<RowData> row) throws Exception {
    if (row.getValue().isNullAt(column) || row.getValue().getString(column).toString().isEmpty()) output.collect(row);
    else sinceCheckpoint.add(serializer.copy(row.getValue()));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    if (!sinceCheckpoint.isEmpty()) held.put(context.getCheckpointId(), sinceCheckpoint);
    sinceCheckpoint = new ArrayList<>();
    state.clear();
    for (List<RowData> rows : held.values()) state.addAll(rows);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    super.notifyCheckpointComplete(checkpoint);
    NavigableMap<Long, List<RowData>> complete = held.headMap(checkpoint, true);
    for (List<RowData> rows : complete.values()) for (RowData row : rows) output.collect(new StreamRecord<>(row));
    complete.clear();
  }
}
