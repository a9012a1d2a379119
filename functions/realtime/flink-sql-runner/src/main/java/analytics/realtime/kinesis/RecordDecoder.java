package analytics.realtime.kinesis;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.connectors.kinesis.serialization.KinesisDeserializationSchema;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.JoinedRowData;

/** A record → a row: the columns of the format, then the metadata that the table asks for. */
final class RecordDecoder implements KinesisDeserializationSchema<RowData> {
  private static final long serialVersionUID = 1L;

  private final DeserializationSchema<RowData> format;
  private final List<RecordMetadata> metadata;
  private final TypeInformation<RowData> type;

  RecordDecoder(DeserializationSchema<RowData> format, List<String> metadataKeys, TypeInformation<RowData> type) {
    this.format = format;
    this.metadata = metadataKeys.stream().map(RecordMetadata::of).collect(Collectors.toList());
    this.type = type;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) throws Exception {
    format.open(context);
  }

  @Override
  public RowData deserialize(
      byte[] record, String partitionKey, String sequenceNumber, long arrivalMillis, String stream, String shardId)
      throws IOException {
    RowData row = format.deserialize(record);
    if (row == null || metadata.isEmpty()) return row;
    GenericRowData beside = new GenericRowData(metadata.size());
    for (int index = 0; index < metadata.size(); index++) {
      beside.setField(index, metadata.get(index).read(arrivalMillis, shardId, sequenceNumber));
    }
    return new JoinedRowData(row.getRowKind(), row, beside);
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return type;
  }
}
