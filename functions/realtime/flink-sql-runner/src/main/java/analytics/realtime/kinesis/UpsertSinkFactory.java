package analytics.realtime.kinesis;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.kinesis.table.KinesisDynamicTableSinkFactory;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.RowType;

/**
 * Connector `upsert-kinesis`: the Kinesis connector's sink, for a table whose rows replace each other. A row is written again
 * when it changes, and its readers keep the last one of each key.
 */
public final class UpsertSinkFactory implements DynamicTableSinkFactory {
  /** A row of a window waits no longer than this for others, in milliseconds. */
  private static final String LONGEST_WAIT = "500";

  /** A column: rows in which it is not empty are written when the checkpoint that has them is complete. */
  private static final ConfigOption<String> HELD_BY =
      ConfigOptions.key("sink.hold-until-checkpoint").stringType().noDefaultValue();

  @Override
  public String factoryIdentifier() {
    return "upsert-kinesis";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(StreamOptions.STREAM_ARN, StreamOptions.REGION, FactoryUtil.FORMAT);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(HELD_BY);
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validateExcept("json.");
    Map<String, String> options = new HashMap<>(context.getCatalogTable().getOptions());
    options.put("stream", StreamOptions.streamName(options.remove(StreamOptions.STREAM_ARN.key())));
    options.put("sink.flush-buffer.timeout", LONGEST_WAIT);
    RowType rowType = (RowType) context.getPhysicalRowDataType().getLogicalType();
    String column = options.remove(HELD_BY.key());
    int heldBy = column == null ? -1 : rowType.getFieldIndex(column);
    if (column != null && heldBy < 0) throw new ValidationException(HELD_BY.key() + ": there is no column " + column);
    Map<String, String> endpoint = StreamOptions.endpoint();
    options.putAll(endpoint);
    if (StreamOptions.isPlain(endpoint)) options.put("sink.http-client.protocol.version", "HTTP1_1");
    Context kinesis =
        new FactoryUtil.DefaultDynamicTableContext(
            context.getObjectIdentifier(),
            context.getCatalogTable().copy(options),
            Map.of(),
            context.getConfiguration(),
            context.getClassLoader(),
            context.isTemporary());
    return new UpsertSink(new KinesisDynamicTableSinkFactory().createDynamicTableSink(kinesis), rowType, heldBy);
  }
}
