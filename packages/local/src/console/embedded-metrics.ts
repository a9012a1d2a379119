import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What functions have counted of one thing since the run began. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  sum: number;
  /** The value that came last. */
  last: number;
  /** Milliseconds since the epoch: when that was. */
  at: number;
}

/** More different metrics than this are not shown. */
const maxMetrics = 1000;
const chunkBytes = 1 << 20;

/**
 * Reads the metrics that functions write into their logs, as CloudWatch does.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class EmbeddedMetrics {
  readonly #directory: string;
  readonly #metrics = new Map<string, Metric>();
  /** How far each log file has been read, in bytes. */
  readonly #read = new Map<string, number>();
  #reading: Promise<unknown>;

  /** Counts from now on: what is in the logs of `directory` already is passed over. */
  constructor(directory: string) {
    this.#directory = directory;
    this.#reading = this.#passOver().catch(() => {});
  }

  /** By namespace, name and dimensions. */
  async current(): Promise<readonly Metric[]> {
    const reading = this.#reading.then(() => this.#readNew());
    this.#reading = reading.catch(() => {});
    await reading;
    return [...this.#metrics].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, metric]) => metric);
  }

  async #passOver(): Promise<void> {
    for (const file of await this.#files()) this.#read.set(file, (await stat(file)).size);
  }

  async #readNew(): Promise<void> {
    for (const file of await this.#files()) {
      const from = this.#read.get(file) ?? 0;
      const { size } = await stat(file);
      if (size > from) this.#read.set(file, await this.#readFile(file, from));
    }
  }

  async #files(): Promise<string[]> {
    const entries = await readdir(this.#directory, { withFileTypes: true, recursive: true }).catch(() => []);
    const logs = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.log'));
    return logs.map((entry) => join(entry.parentPath, entry.name));
  }

  /** Answers where the last whole line ends. */
  async #readFile(file: string, from: number): Promise<number> {
    const handle = await open(file);
    try {
      let rest = Buffer.alloc(0);
      let position = from;
      for (;;) {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes, position);
        if (bytesRead === 0) return position - rest.length;
        position += bytesRead;
        const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
        const end = bytes.lastIndexOf(10) + 1;
        for (const line of bytes.toString('utf8', 0, end).split('\n')) this.#add(line);
        rest = bytes.subarray(end);
      }
    } finally {
      await handle.close();
    }
  }

  #add(line: string): void {
    if (!line.includes('"_aws"')) return;
    for (const { value, ...found } of metricsOf(line.slice(line.indexOf('{')))) {
      const key = JSON.stringify([found.namespace, found.name, found.dimensions]);
      const metric = this.#metrics.get(key) ?? { ...found, sum: 0, last: 0, at: 0 };
      if (!this.#metrics.has(key) && this.#metrics.size >= maxMetrics) continue;
      this.#metrics.set(key, metric);
      metric.sum += value;
      metric.last = value;
      metric.at = found.at;
    }
  }
}

interface Found extends Omit<Metric, 'sum' | 'last'> {
  readonly value: number;
}

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[];
}

/** Nothing where the text is not in the format: it is a log, in which anything may stand. */
function metricsOf(text: string): Found[] {
  try {
    const document = JSON.parse(text);
    const { Timestamp, CloudWatchMetrics }: { Timestamp: number; CloudWatchMetrics: Directive[] } = document._aws;
    return CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Dimensions.flatMap((names) => {
        const dimensions = Object.fromEntries(names.map((name) => [name, String(document[name])]));
        return Metrics.flatMap(({ Name, Unit = 'None' }) => {
          const values: unknown[] = [document[Name]].flat();
          return values
            .filter((value) => typeof value === 'number')
            .map((value) => ({ namespace: Namespace, name: Name, unit: Unit, dimensions, at: Timestamp, value }));
        });
      }),
    );
  } catch {
    return [];
  }
}
