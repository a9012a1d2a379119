package analytics.realtime.job;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.table.types.logical.utils.LogicalTypeUtils;
import org.apache.flink.table.types.utils.TypeConversions;

/**
 * A view that is computed once for all queries that read it. The planner shares what queries have in common only where they
 * read the same columns; several queries on a deduplicated view would otherwise each keep a state of all events.
 */
final class SharedView {
  private SharedView() {}

  /** Puts the rows of the view in its place. The view keeps its time attribute and watermark. */
  static void materialize(StreamTableEnvironment tables, String view) {
    Table table = tables.from(view);
    List<Column> columns = table.getResolvedSchema().getColumns();
    DataType rowType =
        DataTypes.ROW(
                columns.stream()
                    .map(column -> DataTypes.FIELD(column.getName(), plainType(column)))
                    .collect(Collectors.toList()))
            .notNull()
            .bridgedTo(RowData.class);
    DataStream<RowData> rows = tables.toDataStream(table, rowType);
    DataStream<RowData> kept =
        rows.transform(view, rows.getType(), new KeepWatermark()).setParallelism(rows.getParallelism());
    StableUids.ofShared(kept.getTransformation(), view);

    Schema.Builder schema = Schema.newBuilder();
    for (Column column : columns) {
      schema.column(column.getName(), plainType(column));
      if (isRowtime(column)) schema.watermark(column.getName(), "SOURCE_WATERMARK()");
    }
    Table shared = tables.fromDataStream(kept, schema.build());
    tables.executeSql("DROP VIEW `" + view + "`");
    tables.createTemporaryView(view, shared);
  }

  /** Without being a time attribute. */
  private static DataType plainType(Column column) {
    LogicalType type = column.getDataType().getLogicalType();
    if (!LogicalTypeChecks.isTimeAttribute(type)) return column.getDataType();
    return TypeConversions.fromLogicalToDataType(LogicalTypeUtils.removeTimeAttributes(type));
  }

  private static boolean isRowtime(Column column) {
    return LogicalTypeChecks.isRowtimeAttribute(column.getDataType().getLogicalType());
  }
}
