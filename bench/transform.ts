import { fileURLToPath } from 'node:url';
import type { FirehoseTransformationEventRecord } from 'aws-lambda';
import { applicationCache } from '../functions/event/applications.ts';
import { transformEvents } from '../functions/stream/transform-events/transform-events.ts';
import type { ExampleEvent } from '../schemas/registry/event-registry.ts';
import { readRegistry } from '../schemas/registry/read-registry.ts';
import { compare, type Ratio, report } from './compare.ts';

const now = Date.UTC(2026, 0, 26, 21, 45, 50);
const batch = 500;
/** So little at once that the machine's other work falls on few of very many pairs. */
const rounds = 2;
const pairs = 151;

/** The transform against the work that no JSON transform can avoid, and against itself with more of everything. */
export async function run(): Promise<Ratio[]> {
  const good = records(batch, () => false);
  const mixed = records(batch, (index) => index % 5 < 2);
  return [
    await compare({
      name: `transform of ${batch} valid records`,
      subject: () => transform(good, 1),
      peerName: 'base64 decode, JSON.parse, JSON.stringify, base64 encode of each',
      peer: () => floor(good),
      target: 0.95,
      pairs,
    }),
    await compare({
      name: `transform of ${batch} records, 40 % of them bad`,
      subject: () => transform(mixed, 1),
      peerName: 'the same floor',
      peer: () => floor(mixed),
      target: 0.6,
      pairs,
    }),
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

const never = () => false;
const versions = readRegistry(fileURLToPath(new URL('../schemas/events', import.meta.url))).flatMap(
  (type) => type.versions,
);
/** One example after the other of each type and version, so that neighbours have different schemas. */
const goodEvents = [0, 1, 2].flatMap((nth) => versions.map(({ pass }) => turn(pass, nth).event));
const badEvents = versions.flatMap(({ fail }) => fail.map(({ event }) => event));
const applications = applicationCache({
  readNames: async (ids) => new Map(ids.map((id) => [id, `Game ${id}`])),
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

function floor(input: readonly FirehoseTransformationEventRecord[]): unknown {
  let last: unknown;
  for (let round = 0; round < rounds; round++) {
    last = input.map(({ recordId, data }) => {
      const text = JSON.stringify(JSON.parse(Buffer.from(data, 'base64').toString('utf8')));
      return { recordId, result: 'Ok', data: Buffer.from(text, 'utf8').toString('base64') };
    });
  }
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
  isBad: (index: number) => boolean,
  { applications = 1, eventsPerRequest = 100 }: { applications?: number; eventsPerRequest?: number } = {},
) {
  let good = 0;
  let bad = 0;
  return Array.from({ length: count }, (_, index): FirehoseTransformationEventRecord => {
    const event = isBad(index) ? badEvent(bad++) : turn(goodEvents, good++);
    const request = Math.floor(index / eventsPerRequest);
    const sent = { ...event, ...differing(event, index) };
    return {
      recordId: `4957${String(index).padStart(20, '0')}`,
      approximateArrivalTimestamp: now,
      data: Buffer.from(record(sent, request, request % applications)).toString('base64'),
    };
  });
}

/** In turn: not of the envelope, not of its time, and what the registry says is wrong. */
function badEvent(index: number): ExampleEvent {
  const event = turn(goodEvents, index);
  if (index % 3 === 0) return { ...event, event_type: 'not a type' };
  return index % 3 === 1 ? { ...event, event_timestamp: 1 } : turn(badEvents, index);
}

/** What no two events have in common. */
function differing({ event_timestamp }: ExampleEvent, index: number): ExampleEvent {
  return {
    event_id: `0b5c1f6e-3f52-4d6e-8f0b-${String(index).padStart(12, '0')}`,
    event_timestamp: event_timestamp === 1 ? 1 : now / 1000 - (index + 0.123),
    player_id: `player-${index}`,
  };
}

function record(event: ExampleEvent, request: number, application: number): string {
  const id = (number: number) => `aaaaaaaa-bbbb-4ccc-8ddd-${String(number).padStart(12, '0')}`;
  return (
    `{"event": ${JSON.stringify(event)}, "application_id": "${id(application)}", "aws_ga_api_validated_flag": true, ` +
    `"aws_ga_api_requestId": "${id(request)}", "aws_ga_api_requestTimeEpoch": ${now - 250}}`
  );
}

function turn<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('schemas/events has no examples');
  return item;
}
