import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedMetrics } from 'assembly-runtime';
import { queryAthena } from '../gap/athena-query.ts';
import { connect } from '../gap/connect.ts';
import { printable } from '../gap/printable.ts';

const pauseMilliseconds = 2000;
/** Delivery may take as long as the buffers' 15 minutes; a person who waits has looked elsewhere by then. */
const maxAttempts = 30;

interface Kind {
  readonly eventType: string;
  readonly reason: string;
}

/** Prints the first quarantined event of each type and reason, with what is wrong in it. Answers what ends it. */
export function reportFirstQuarantined(state: string, log: (line: string) => void): () => void {
  const metrics = new EmbeddedMetrics(join(state, 'logs'));
  const told = new Set<string>();
  const look = async () => {
    for (const kind of quarantinedKinds(await metrics.current())) {
      const key = `${kind.eventType} ${kind.reason}`;
      if (told.has(key)) continue;
      told.add(key);
      describe(state, kind).then(log, () => log(inWords(kind, '')));
    }
  };
  const timer = setInterval(() => void look().catch(() => {}), pauseMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}

type Metric = Awaited<ReturnType<EmbeddedMetrics['current']>>[number];

/** What the functions counted by type, outcome and reason. */
export function quarantinedKinds(metrics: readonly Pick<Metric, 'dimensions'>[]): Kind[] {
  return metrics
    .map(({ dimensions }) => dimensions)
    .filter(({ Outcome }) => Outcome === 'quarantined')
    .flatMap(({ EventType, Reason }) =>
      EventType === undefined || Reason === undefined ? [] : [{ eventType: EventType, reason: Reason }],
    );
}

/** The event is counted before it is delivered. */
async function describe(state: string, kind: Kind): Promise<string> {
  const connection = await connect({ state });
  const { QuarantinedEventsTable } = connection.outputs;
  const sql = `SELECT error_path, error_detail FROM ${QuarantinedEventsTable} WHERE event_type = ? AND reason = ? LIMIT 1`;
  const parameters = [kind.eventType, kind.reason].map((text) => `'${text.replaceAll("'", "''")}'`);
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const [row] = (await queryAthena(connection, sql, parameters)).rows;
    if (row !== undefined) return inWords(kind, row.filter((word) => word).join(' '));
    await sleep(pauseMilliseconds, undefined, { ref: false });
  }
  return inWords(kind, '');
}

function inWords({ eventType, reason }: Kind, wrong: string): string {
  const details = wrong === '' ? '' : `: ${printable(wrong)}`;
  return `quarantined ${printable(eventType)}, ${reason}${details} (all of them: npx gap query --metric quarantined_by_reason)`;
}
