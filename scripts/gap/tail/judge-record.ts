import { judge, type UnknownEventTypes } from '../../../functions/event/judge.ts';
import { readStreamRecord, requestTime } from '../replay/stream-record.ts';
import type { TailedEvent } from './tailed-event.ts';

export interface Rules {
  readonly maxEventAgeDays: number;
  readonly unknownEventTypes: UnknownEventTypes;
  /** Whether an application is registered; one may have been created since the last call. */
  isRegistered(applicationId: string): Promise<boolean>;
}

/** What becomes of a record that arrived on the stream at `arrival`, in milliseconds since the epoch. */
export async function judgeRecord(bytes: Buffer, arrival: number, rules: Rules): Promise<TailedEvent> {
  const record = readStreamRecord(bytes);
  if (typeof record === 'string') {
    const nothing = { applicationId: '', eventType: '', eventId: '', errorPath: '', errorDetail: '' };
    return { ...nothing, receivedAt: arrival, outcome: 'failed', reason: record };
  }
  const { applicationId, event } = record;
  const { maxEventAgeDays, unknownEventTypes } = rules;
  const receivedAt = requestTime(record, arrival) ?? arrival;
  const registered = await rules.isRegistered(applicationId);
  const judgement = judge(event, { registered, receivedAt, maxEventAgeDays, unknownEventTypes });
  const wrong = judgement.outcome === 'quarantined' ? judgement : { path: '', detail: '' };
  return {
    receivedAt,
    applicationId,
    eventType: textOf(event.event_type),
    eventId: textOf(event.event_id),
    outcome: judgement.outcome,
    reason: judgement.reason,
    errorPath: wrong.path,
    errorDetail: wrong.detail,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
