package analytics.realtime.job;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;

/**
 * Passes rows on, and remembers across restarts how far time had come. Windows do so by themselves, CURRENT_WATERMARK does not:
 * a row of a minute that had been closed before a restart would be taken for one in time, and the window would drop it.
 */
final class KeepWatermark extends AbstractStreamOperator<RowData> implements OneInputStreamOperator<RowData, RowData> {
  private static final long serialVersionUID = 1L;

  private transient ListState<Long> state;
  private transient long watermark;
  private transient boolean restored;

  KeepWatermark() {
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("watermark", Types.LONG));
    watermark = Long.MIN_VALUE;
    if (!context.isRestored()) return;
    // The least of all subtasks is what the windows behind them had reached.
    long least = Long.MAX_VALUE;
    for (long each : state.get()) least = Math.min(least, each);
    if (least == Long.MAX_VALUE) return;
    watermark = least;
    restored = watermark != Long.MIN_VALUE;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.update(List.of(watermark));
  }

  @Override
  public void processElement(StreamRecord<RowData> row) throws Exception {
    emitRestored();
    output.collect(row);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    emitRestored();
    if (mark.getTimestamp() <= watermark) return;
    watermark = mark.getTimestamp();
    super.processWatermark(mark);
  }

  private void emitRestored() throws Exception {
    if (!restored) return;
    restored = false;
    super.processWatermark(new Watermark(watermark));
  }
}
