import { execFileSync } from 'node:child_process';
import { Agent, request } from 'node:http';
import { percentile, type Ratio, report } from 'assembly-runtime/bench/compare.ts';
import { connect } from '../scripts/gap/connect.ts';
import { createTarget, defaultConfig, type Target, withPipeline } from './started-pipeline.ts';

/** Events in all; `SOAK_EVENTS` changes it. */
const total = Number(process.env.SOAK_EVENTS ?? 2_000_000);
const batchSize = 500;
const clients = 4;
const applications = 20;

interface Sample {
  readonly events: number;
  readonly residentKilobytes: number;
  readonly cpuSeconds: number;
}

/** Posts two million events to the whole pipeline and compares its first fifth with its end. */
export async function run(): Promise<readonly Ratio[]> {
  return withPipeline(defaultConfig, async (state, pid) => {
    const samples = await load(state, pid);
    const fifth = samples.filter(({ events }) => events >= total / 5);
    const level = resident(fifth.slice(0, Math.ceil(fifth.length / 20)));
    const end = resident(samples.slice(-Math.ceil(fifth.length / 20)));
    const [first, last] = [fifth[0], samples.at(-1)];
    if (!first || !last) throw new Error('too few events for a soak');
    console.log(
      `     resident memory: ${Math.round(level / 1024)} MiB after a fifth, ${Math.round(end / 1024)} MiB at the end`,
    );
    const firstCost = first.cpuSeconds / first.events;
    const wholeCost = last.cpuSeconds / last.events;
    return [
      report('soak: resident memory after a fifth', 'the end', 0.8, [level / end]),
      report('soak: cost of an event in the first fifth', 'that of all', 0.87, [firstCost / wholeCost]),
    ];
  });
}

async function load(state: string, pid: number): Promise<readonly Sample[]> {
  const connection = await connect({ state });
  const targets = await Promise.all(
    Array.from({ length: applications }, (_, index) => createTarget(connection, `Game ${index}`)),
  );
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const before = usageOf(pid).cpuSeconds;
  const samples: Sample[] = [];
  let sent = 0;
  let acknowledged = 0;
  let serial = 0;
  const sampling = setInterval(() => {
    const { residentKilobytes, cpuSeconds } = usageOf(pid);
    samples.push({ events: acknowledged, residentKilobytes, cpuSeconds: cpuSeconds - before });
    if (samples.length % 15 === 0)
      console.log(`     ${acknowledged} of ${total} events, ${Math.round(residentKilobytes / 1024)} MiB`);
  }, 1000);
  const client = async () => {
    while (sent < total) {
      sent += batchSize;
      serial += 1;
      const target = targets[serial % targets.length];
      if (target) acknowledged += await post(agent, target, bodyOf(serial));
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
    const { residentKilobytes, cpuSeconds } = usageOf(pid);
    samples.push({ events: acknowledged, residentKilobytes, cpuSeconds: cpuSeconds - before });
    return samples;
  } finally {
    clearInterval(sampling);
    agent.destroy();
  }
}

function bodyOf(serial: number): string {
  const seconds = Math.floor(Date.now() / 1000);
  const events = Array.from({ length: batchSize }, (_, index) => {
    const id = (serial * batchSize + index).toString(16).padStart(12, '0');
    return (
      `{"event_id":"00000000-0000-4000-8000-${id}","event_type":"match_end","event_name":"match_end","event_version":"1.0",` +
      `"event_timestamp":${seconds},"app_version":"2.4.1","player_id":"player-${index}","event_data":{"match_id":"m-${serial}",` +
      `"map_id":"harbour","match_result_type":"WIN","exp_gained":${index},"most_used_spell":"fireball"}}`
    );
  });
  return `{"events":[${events.join(',')}]}`;
}

function post(agent: Agent, { url, key }: Target, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: key,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 200) resolve(batchSize);
        else reject(new Error(`the API answered ${response.statusCode}`));
      });
    });
    sending.once('error', reject).end(body);
  });
}

function usageOf(pid: number): { residentKilobytes: number; cpuSeconds: number } {
  const [rss = '0', time = '0'] = execFileSync('ps', ['-o', 'rss=,cputimes=', '-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/);
  return { residentKilobytes: Number(rss), cpuSeconds: Number(time) };
}

function resident(samples: readonly Sample[]): number {
  return percentile(
    samples.map((sample) => sample.residentKilobytes),
    0.5,
  );
}
