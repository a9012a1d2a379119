import { judge, type UnknownEventTypes } from '../../../functions/event/judge.ts';
import { readRecordBytes } from '../../../functions/event/read-record.ts';
import { formatTable } from '../output.ts';
import type { Source } from './source.ts';
import type { StreamRecord } from './stream-record.ts';

export interface Judging {
  /** Ids of the registered applications. */
  readonly applications: ReadonlySet<string>;
  readonly maxEventAgeDays: number;
  readonly unknownEventTypes: UnknownEventTypes;
}

/** Events that are alike in what they are, why they are where they are, and what would become of them now. */
export interface Group {
  readonly application_id: string;
  readonly event_type: string;
  /** Why it is where it is; empty for the archive. */
  readonly reason: string;
  /** `accepted`, or the reason why it would not be. */
  readonly now: string;
  readonly error_path: string;
  events: number;
}

export interface DryRun {
  readonly found: number;
  readonly skipped: number;
  /** The largest first. */
  readonly groups: readonly Group[];
}

/** Clients write types and applications: what goes beyond this is summed under `…`. */
const maxGroups = 1000;

/**
 * What a replay would send, and what the rules of this checkout would make of it. Nothing is sent. What failed for a
 * reason that is not its own (a function that broke down) is judged like any other.
 */
export async function dryRun(source: Source, judging: Judging, onProgress: (found: number) => void): Promise<DryRun> {
  const groups = new Map<string, Group>();
  let found = 0;
  let skipped = 0;
  let reportedAt = performance.now();
  const watch = { onStart: () => {}, stop: new AbortController().signal };
  for await (const { record } of source.candidates(undefined, watch)) {
    if (record === 'other') continue;
    found += 1;
    if (record === 'skipped') skipped += 1;
    else count(groups, groupOf(record, judging));
    if (performance.now() - reportedAt < 1000) continue;
    reportedAt = performance.now();
    onProgress(found);
  }
  return { found, skipped, groups: [...groups.values()].sort((one, other) => other.events - one.events) };
}

function count(groups: Map<string, Group>, group: Group): void {
  const full = groups.size >= maxGroups;
  const { application_id, event_type, reason, now, error_path } = group;
  const key = JSON.stringify([application_id, event_type, reason, now, error_path]);
  const others = { ...group, application_id: '…', event_type: '…', error_path: '…' };
  const found = groups.get(key) ?? (full ? groups.get(`others ${reason} ${now}`) : undefined);
  if (found !== undefined) found.events += 1;
  else if (full) groups.set(`others ${reason} ${now}`, others);
  else groups.set(key, group);
}

function groupOf({ applicationId, data, event, reason, receivedAt }: StreamRecord, judging: Judging): Group {
  const { applications, maxEventAgeDays, unknownEventTypes } = judging;
  const application = { application_id: applicationId ?? '', events: 1 };
  if (event === undefined || applicationId === undefined)
    return { ...application, event_type: '', reason, now: reason, error_path: '' };
  const event_type = typeof event.event_type === 'string' ? event.event_type : '';
  const registered = applications.has(applicationId);
  const record = readRecordBytes(data);
  const source = typeof record === 'string' ? undefined : record;
  const judgement = judge(event, { source, registered, receivedAt, maxEventAgeDays, unknownEventTypes });
  if (judgement.outcome === 'accepted') return { ...application, event_type, reason, now: 'accepted', error_path: '' };
  return { ...application, event_type, reason, now: judgement.reason, error_path: judgement.path };
}

export function describeDryRun({ found, skipped, groups }: DryRun, skipReason: string): string {
  if (found === 0) return 'there is nothing to replay';
  const text = (name: string) => ({ name, kind: 'text' as const });
  const columns = [
    text('application_id'),
    text('event_type'),
    text('reason'),
    text('now'),
    text('error_path'),
    { name: 'events', kind: 'number' as const },
  ];
  const rows = groups.map((one) => [
    one.application_id,
    one.event_type,
    one.reason,
    one.now,
    one.error_path,
    String(one.events),
  ]);
  const accepted = groups.filter(({ now }) => now === 'accepted').reduce((sum, { events }) => sum + events, 0);
  const words = [formatTable(columns, rows), '', `${found - skipped} would be sent, ${accepted} of them accepted now`];
  if (skipped > 0) words.push(`${skipped} would be skipped: ${skipReason}`);
  return words.join('\n');
}
