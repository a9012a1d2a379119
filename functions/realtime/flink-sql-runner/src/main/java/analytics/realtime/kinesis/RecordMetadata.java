package analytics.realtime.kinesis;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;

/** What a table can say about a record beside its content; the names are those of Flink's Kinesis connector. */
enum RecordMetadata {
  ARRIVAL("timestamp", DataTypes.TIMESTAMP_LTZ(3).notNull()),
  SHARD("shard-id", DataTypes.STRING().notNull()),
  SEQUENCE_NUMBER("sequence-number", DataTypes.STRING().notNull());

  private final String key;
  private final DataType type;

  RecordMetadata(String key, DataType type) {
    this.key = key;
    this.type = type;
  }

  static Map<String, DataType> types() {
    Map<String, DataType> types = new LinkedHashMap<>();
    for (RecordMetadata metadata : values()) types.put(metadata.key, metadata.type);
    return types;
  }

  static RecordMetadata of(String key) {
    for (RecordMetadata metadata : values()) if (metadata.key.equals(key)) return metadata;
    throw new IllegalArgumentException("no metadata " + key);
  }

  Object read(long arrivalMillis, String shardId, String sequenceNumber) {
    switch (this) {
      case ARRIVAL:
        return TimestampData.fromEpochMillis(arrivalMillis);
      case SHARD:
        return StringData.fromString(shardId);
      default:
        return StringData.fromString(sequenceNumber);
    }
  }
}
