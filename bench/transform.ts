import { fileURLToPath } from 'node:url';
import { compare, type Ratio, report } from 'assembly-runtime/bench/compare.ts';
import type { FirehoseTransformationEventRecord } from 'aws-lambda';
import { applicationCache } from '../functions/event/applications.ts';
import { transformEvents } from '../functions/stream/transform-events/transform-events.ts';
import type { ExampleEvent } from '../schemas/registry/event-registry.ts';
import { readRegistry } from '../schemas/registry/read-registry.ts';
import { plainTransform } from './plain-transform.ts';

const now = Date.UTC(2026, 0, 26, 21, 45, 50);
const batch = 500;
/** So little at once that the machine's other work falls on few of very many pairs. */
const rounds = 2;
const pairs = 151;

/** The transform against a plain one, for every kind of record and their mixes, and against itself with more of everything. */
export async function run(): Promise<Ratio[]> {
  const mixes: Record<string, (index: number) => Kind> = {
    valid: () => 'valid',
    'schema mismatches': () => 'mismatch',
    truncated: () => 'truncated',
    'of no application': () => 'unregistered',
    '40 % of them bad': (index) => (index % 5 < 2 ? (bad[index % bad.length] ?? 'valid') : 'valid'),
    'thirds of each bad kind, mixed': (index) => bad[index % bad.length] ?? 'valid',
    'thirds of each bad kind, in blocks': (index) => bad[Math.floor((index * bad.length) / batch)] ?? 'valid',
  };
  const ratios: Ratio[] = [];
  for (const [name, kindOf] of Object.entries(mixes)) {
    const input = records(batch, kindOf);
    ratios.push(
      await compare({
        name: `transform of ${batch} records, ${name}`,
        subject: () => transform(input, 1),
        peerName: 'a plain transform with ajv, JSON.parse and JSON.stringify',
        peer: () => plain(input),
        target: name === 'valid' ? 2 : 1.3,
        pairs,
      }),
    );
  }
  return [
    ...ratios,
    // Firehose's buffer of 1 MB holds some 1500 such records.
    await perRecord('cost per record at 1500 records', records(300, never), records(1500, never), '300 records'),
    await perRecord(
      'cost per record with 200 applications',
      records(batch, never, { eventsPerRequest: 2 }),
      records(batch, never, { eventsPerRequest: 2, applications: 200 }),
      'one application',
    ),
  ];
}

type Kind = 'valid' | 'mismatch' | 'truncated' | 'unregistered';
const bad: readonly Kind[] = ['mismatch', 'truncated', 'unregistered'];
const never = (): Kind => 'valid';
const versions = readRegistry(fileURLToPath(new URL('../schemas/events', import.meta.url))).flatMap(
  (type) => type.versions,
);
/** One example after the other of each type and version, so that neighbours have different schemas. */
const goodEvents = [0, 1, 2].flatMap((nth) => versions.map(({ pass }) => turn(pass, nth).event));
const badEvents = versions.flatMap(({ fail }) => fail.map(({ event }) => event));
const registered = new Map(Array.from({ length: 200 }, (_, number) => [idOf(number), `Game ${number}`]));
const applications = applicationCache({
  readNames: async (ids) => new Map(ids.flatMap((id) => (registered.has(id) ? [[id, registered.get(id) ?? '']] : []))),
  now: () => now,
});

async function transform(input: readonly FirehoseTransformationEventRecord[], times: number): Promise<void> {
  for (let round = 0; round < rounds * times; round++) {
    await transformEvents(input, {
      knownApplication: applications.known,
      findApplications: (ids) => applications.find(ids, now),
      judging: { maxEventAgeDays: 30, unknownEventTypes: 'ACCEPT' },
      now,
    });
  }
}

function plain(input: readonly FirehoseTransformationEventRecord[]): unknown {
  let last: unknown;
  for (let round = 0; round < rounds; round++) last = plainTransform(input, registered);
  return last;
}

/** Rate per record of `subject` divided by that of `peer`, in pairs whose order alternates. */
async function perRecord(
  name: string,
  peer: readonly FirehoseTransformationEventRecord[],
  subject: readonly FirehoseTransformationEventRecord[],
  peerName: string,
): Promise<Ratio> {
  const times = subject.length / peer.length;
  const ratios: number[] = [];
  for (let pair = -2; pair < pairs; pair++) {
    const subjectFirst = pair % 2 === 0;
    const first = await seconds(subjectFirst ? () => transform(subject, 1) : () => transform(peer, times));
    const second = await seconds(subjectFirst ? () => transform(peer, times) : () => transform(subject, 1));
    if (pair >= 0) ratios.push(subjectFirst ? second / first : first / second);
  }
  return report(name, `that with ${peerName}`, 0.87, ratios);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** Requests of a hundred events, as the command line and game servers send them, unless it says otherwise. */
function records(
  count: number,
  kindOf: (index: number) => Kind,
  { applications = 1, eventsPerRequest = 100 }: { applications?: number; eventsPerRequest?: number } = {},
) {
  return Array.from({ length: count }, (_, index): FirehoseTransformationEventRecord => {
    const kind = kindOf(index);
    const event = turn(kind === 'mismatch' ? badEvents : goodEvents, index);
    const request = Math.floor(index / eventsPerRequest);
    const application = kind === 'unregistered' ? 999 : request % applications;
    const text = record({ ...event, ...differing(index) }, request, application);
    return {
      recordId: `4957${String(index).padStart(20, '0')}`,
      approximateArrivalTimestamp: now,
      data: Buffer.from(kind === 'truncated' ? text.slice(0, text.length / 2) : text).toString('base64'),
    };
  });
}

/** What no two events have in common. */
function differing(index: number): ExampleEvent {
  return {
    event_id: `0b5c1f6e-3f52-4d6e-8f0b-${String(index).padStart(12, '0')}`,
    event_timestamp: now / 1000 - (index + 0.123),
    player_id: `player-${index}`,
  };
}

function idOf(number: number): string {
  return `aaaaaaaa-bbbb-4ccc-8ddd-${String(number).padStart(12, '0')}`;
}

function record(event: ExampleEvent, request: number, application: number): string {
  return (
    `{"event": ${JSON.stringify(event)}, "application_id": "${idOf(application)}", "aws_ga_api_validated_flag": true, ` +
    `"aws_ga_api_requestId": "${idOf(request)}", "aws_ga_api_requestTimeEpoch": ${now - 250}}`
  );
}

function turn<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('schemas/events has no examples');
  return item;
}
