import type { FirehoseTransformationEventRecord } from 'aws-lambda';
import { applicationCache } from '../functions/stream/transform-events/applications.ts';
import { transformEvents } from '../functions/stream/transform-events/transform-events.ts';
import { compare, type Ratio, report } from './compare.ts';

const now = Date.UTC(2026, 0, 26, 21, 45, 50);
const batch = 500;
const rounds = 8;

/** The transform against the work that no JSON transform can avoid, and against itself with more of everything. */
export async function run(): Promise<Ratio[]> {
  const good = records(batch, 1, () => false);
  const mixed = records(batch, 1, (index) => index % 5 < 2);
  return [
    await compare({
      name: `transform of ${batch} valid records`,
      subject: () => transform(good, 1),
      peerName: 'base64 decode, JSON.parse, JSON.stringify, base64 encode of each',
      peer: () => floor(good),
      target: 0.95,
    }),
    await compare({
      name: `transform of ${batch} records, 40 % of them bad`,
      subject: () => transform(mixed, 1),
      peerName: 'the same floor',
      peer: () => floor(mixed),
      target: 0.6,
    }),
    // Firehose's buffer of 1 MB holds some 1500 such records.
    await perRecord('cost per record at 1500 records', records(300, 1, never), records(1500, 1, never), '300 records'),
    await perRecord('cost per record with 200 applications', good, records(batch, 200, never), 'one application'),
  ];
}

const never = () => false;
const applications = applicationCache({
  readNames: async (ids) => new Map(ids.map((id) => [id, `Game ${id}`])),
  now: () => now,
});

async function transform(input: readonly FirehoseTransformationEventRecord[], times: number): Promise<void> {
  for (let round = 0; round < rounds * times; round++) {
    await transformEvents(input, {
      knownApplication: applications.known,
      findApplications: (ids) => applications.find(ids, now),
      maxEventAgeDays: 30,
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
  for (let pair = -2; pair < 31; pair++) {
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

function records(count: number, applications: number, isBad: (index: number) => boolean) {
  return Array.from({ length: count }, (_, index): FirehoseTransformationEventRecord => {
    const text = record(
      index,
      `11111111-2222-4333-8444-${String(index % applications).padStart(12, '0')}`,
      isBad(index),
    );
    return {
      recordId: `4957${String(index).padStart(20, '0')}`,
      approximateArrivalTimestamp: now,
      data: Buffer.from(text).toString('base64'),
    };
  });
}

function record(index: number, applicationId: string, bad: boolean): string {
  const event = {
    event_id: `0b5c1f6e-3f52-4d6e-8f0b-${String(index).padStart(12, '0')}`,
    event_type: bad && index % 2 === 0 ? 'not a type' : 'level_completed',
    event_name: 'level_completed',
    event_version: '1.0.0',
    app_version: '2.3.1',
    event_timestamp: now / 1000 - (bad ? 1e9 : index + 0.123),
    player_id: `player-${index}`,
    session_id: `session-${index % 50}`,
    event_data: {
      level_id: `level_${index % 50}`,
      level_version: '1',
      score: 12345 + index,
      duration: 12.5,
      stars: 3,
      first_try: true,
      coins: 120,
      mode: 'normal',
      difficulty: 'hard',
      boosts: ['shield', 'magnet'],
    },
  };
  return (
    `{"event": ${JSON.stringify(event)}, "application_id": "${applicationId}", "aws_ga_api_validated_flag": true, ` +
    `"aws_ga_api_requestId": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", "aws_ga_api_requestTimeEpoch": ${now - 250}}`
  );
}
