/** What `status` reports of one delivery stream. */
export interface DeliveryStatus {
  readonly name: string;
  /** Acknowledged but not delivered. For a Kinesis source: read but not delivered. */
  readonly bufferedRecords: number;
  readonly deliveredRecords: number;
  /** Written to the error output. */
  readonly failedRecords: number;
  readonly droppedRecords: number;
  readonly lastDelivery?: Date;
  /** Why delivery is held up now. */
  readonly lastError?: string;
  /** Why puts are refused now. */
  readonly refuses?: string;
}
