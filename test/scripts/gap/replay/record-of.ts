import type { StreamRecord } from '../../../../scripts/gap/replay/stream-record.ts';

/** A record with these bytes and nothing special about it. */
export function recordOf(text: string, more: Partial<StreamRecord> = {}): StreamRecord {
  return {
    data: Buffer.from(text),
    partitionKey: 'key',
    receivedAt: 0,
    reason: '',
    applicationId: undefined,
    event: undefined,
    ...more,
  };
}
