/** Paired, interleaved comparison of two ways to do the same work, in one process. */

export interface Comparison {
  readonly name: string;
  /** What is measured, for example `transform of 500 records`. */
  readonly subject: () => unknown;
  /** The floor or peer that does the same amount of work. */
  readonly peer: () => unknown;
  readonly peerName: string;
  /** Pairs that count, after two that warm up. Default 31. */
  readonly pairs?: number;
  /** The ratio (subject's rate divided by the peer's) that the project holds itself to; printed beside the result. */
  readonly target: number;
}

export interface Ratio {
  readonly name: string;
  readonly p10: number;
  readonly median: number;
  readonly p90: number;
  readonly met: boolean;
}

/** Runs subject and peer in turn, the order alternating, and prints the ratio of their rates: p10, median, p90. */
export async function compare({ name, subject, peer, peerName, pairs = 31, target }: Comparison): Promise<Ratio> {
  const ratios: number[] = [];
  for (let pair = -2; pair < pairs; pair++) {
    const subjectFirst = pair % 2 === 0;
    const first = await seconds(subjectFirst ? subject : peer);
    const second = await seconds(subjectFirst ? peer : subject);
    if (pair >= 0) ratios.push(subjectFirst ? second / first : first / second);
  }
  return report(name, peerName, target, ratios);
}

/** Sorts and prints ratios measured elsewhere, in the form of `compare`. */
export function report(name: string, peer: string, target: number, ratios: readonly number[]): Ratio {
  const at = (share: number) => percentile(ratios, share);
  const ratio: Ratio = { name, p10: at(0.1), median: at(0.5), p90: at(0.9), met: at(0.5) >= target };
  const figure = (value: number) => value.toFixed(2);
  console.log(
    `${ratio.met ? 'ok  ' : 'MISS'} ${name}: ${figure(ratio.median)} of ${peer}` +
      ` (p10 ${figure(ratio.p10)}, p90 ${figure(ratio.p90)}; target ${target})`,
  );
  return ratio;
}

export function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN;
}

async function seconds(work: () => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}
