/** What the local runtime answers to `Status`. */
export interface LocalState {
  /** Kinesis streams. */
  readonly streams: readonly Stream[];
  readonly deliveryStreams: readonly DeliveryStream[];
  readonly eventSourceMappings: readonly EventSourceMapping[];
  readonly applications: readonly Application[];
}

export interface Stream {
  readonly name: string;
  /** Why it takes no records now. */
  readonly refuses?: string;
}

export interface DeliveryStream extends Stream {
  readonly bufferedRecords: number;
  readonly deliveredRecords: number;
  readonly failedRecords: number;
  readonly lastDelivery?: string;
  /** What holds it up now. */
  readonly lastError?: string;
}

export interface EventSourceMapping {
  readonly functionName: string;
  readonly streamArn: string;
  readonly lastProcessingResult: string;
  /** What the function complains about in an invocation that goes on. */
  readonly complaint?: string;
}

/** A Flink application. */
export interface Application {
  readonly application: string;
  readonly status: string;
  /** Why it does not run, or was begun again. */
  readonly reason?: string;
  /** Windows that end before it are closed. */
  readonly watermark?: string;
  readonly caughtUp?: boolean;
}
