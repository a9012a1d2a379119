import type { Client } from '@opensearch-project/opensearch';
import { type MetricRow, metricColumns } from '../../../schemas/generated/metric-row.ts';
import { millisecondsPerDay } from '../../event/utc-time.ts';
import { type BulkEntry, itemsOf, outcomeOf, payloads } from '../opensearch/bulk.ts';
import { failureOf } from '../opensearch/failure.ts';
import { metricsIndex } from '../opensearch/metric-indices.ts';
import type { MetricStore, StreamedMetric, WriteProblem } from './metric-store.ts';

export interface OpenSearchStoreOptions {
  readonly client: Pick<Client, 'transport'>;
  /** Of the domain, for messages. */
  readonly url: string;
  /** A row whose day's index would be deleted already is left out: writing it would bring an old day back, all but empty. */
  readonly retentionDays: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Rows as documents under their ids, in the index of their window's day. The time of arrival is the version, so that an
 * earlier copy that comes again never takes a later one's place.
 */
export function openSearchStore({ client, url, retentionDays, now }: OpenSearchStoreOptions): MetricStore {
  const writeBatch = async (entries: readonly BulkEntry[]): Promise<readonly WriteProblem[]> => {
    const items = await bulk(client, url, entries.map(({ lines }) => lines).join(''));
    return entries.flatMap(({ index }, position) => {
      const outcome = outcomeOf(items[position]);
      if (outcome.kind === 'failed') throw new Error(`OpenSearch at ${url} did not store a row: ${outcome.reason}`);
      return outcome.kind === 'refused' ? [{ index, reason: outcome.reason }] : [];
    });
  };
  return {
    name: 'opensearch',
    check: async () => {
      try {
        await client.transport.request({ method: 'POST', path: '/_bulk', bulkBody: '' });
      } catch (error) {
        const { reason, status } = failureOf(error, url);
        // Who is let in is told that there is nothing to write.
        if (status !== 400) throw new Error(reason, { cause: error });
      }
    },
    write: async (rows) => {
      const problems: WriteProblem[] = [];
      const entries: BulkEntry[] = [];
      const oldest = now() - (retentionDays + 1) * millisecondsPerDay;
      for (const [index, metric] of rows.entries()) {
        const entry = entryOf(metric, oldest);
        if ('reason' in entry) problems.push({ index, reason: entry.reason });
        else if (entry.lines !== '') entries.push({ index, lines: entry.lines });
      }
      for (const batch of payloads(entries)) problems.push(...(await writeBatch(batch)));
      return problems;
    },
  };
}

async function bulk(client: Pick<Client, 'transport'>, url: string, body: string): Promise<readonly unknown[]> {
  try {
    const answer = await client.transport.request({ method: 'POST', path: '/_bulk', bulkBody: body });
    return itemsOf(answer.body);
  } catch (error) {
    throw new Error(failureOf(error, url).reason, { cause: error });
  }
}

/** Empty lines: the row is too old to be kept. */
function entryOf({ row, version }: StreamedMetric, oldest: number): { lines: string } | { reason: string } {
  const windowStart = Date.parse(`${row.window_start}Z`);
  if (Number.isNaN(windowStart)) return { reason: 'window_start is not a time' };
  if (Math.floor(windowStart / millisecondsPerDay) * millisecondsPerDay <= oldest) return { lines: '' };
  const dimensions = readDimensions(row.dimensions);
  if (!dimensions) return { reason: 'dimensions is not the text of a JSON object' };
  const target = { _index: metricsIndex(row.window_start), _id: row.id, version, version_type: 'external_gte' };
  const columns = metricColumns.map(({ name }): [keyof MetricRow, unknown] => [name, row[name]]);
  const document = { ...Object.fromEntries(columns), dimensions };
  return { lines: `${JSON.stringify({ index: target })}\n${JSON.stringify(document)}\n` };
}

/** Every dimension is a keyword: text, or nothing. */
function readDimensions(text: string): Record<string, string | null> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, textOf(member)]));
}

function textOf(member: unknown): string | null {
  if (member === null || typeof member === 'string') return member;
  return JSON.stringify(member);
}
