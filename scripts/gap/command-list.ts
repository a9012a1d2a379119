import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** Adds one command, with its options and what it does, to the program. */
export type AddCommand = (program: Command, terminal: Terminal) => void;

/** A command as the list of all commands shows it; its module is loaded only when the command is used. */
export interface ListedCommand {
  readonly name: string;
  /** What follows the name in the list: `[options] <file>`. */
  readonly usage: string;
  readonly description: string;
  load(): Promise<AddCommand>;
}

/** Every command, in the order of `gap --help`. A test compares names, usages and descriptions with the modules'. */
export const commandList: readonly ListedCommand[] = [
  {
    name: 'apps',
    usage: '[options]',
    description: 'manage applications: the games that send events',
    load: async () => (await import('./commands/apps.ts')).addApps,
  },
  {
    name: 'keys',
    usage: '[options]',
    description: 'manage API keys; each belongs to one application',
    load: async () => (await import('./commands/keys.ts')).addKeys,
  },
  {
    name: 'send',
    usage: '[options] <file>',
    description: 'send events from a file (NDJSON, a JSON array or a request body); retries only failed events',
    load: async () => (await import('./commands/send.ts')).addSend,
  },
  {
    name: 'query',
    usage: '[options] [sql]',
    description: 'query events with SQL or by metric name',
    load: async () => (await import('./commands/query.ts')).addQuery,
  },
  {
    name: 'metrics',
    usage: '[options]',
    description: 'list the metrics for `gap query --metric`',
    load: async () => (await import('./commands/metrics.ts')).addMetrics,
  },
  {
    name: 'tail',
    usage: '[options]',
    description: 'show incoming events with outcome and reason',
    load: async () => (await import('./commands/tail.ts')).addTail,
  },
  {
    name: 'logs',
    usage: '[options] [function]',
    description: 'show the logs of the functions',
    load: async () => (await import('./commands/logs.ts')).addLogs,
  },
  {
    name: 'compact',
    usage: '[options]',
    description: 'rewrite delivered events into few sorted files, each event once',
    load: async () => (await import('./commands/compact.ts')).addCompact,
  },
  {
    name: 'replay',
    usage: '[options]',
    description: 'send events through the pipeline again, after a fix',
    load: async () => (await import('./commands/replay.ts')).addReplay,
  },
  {
    name: 'flush',
    usage: '[options]',
    description: 'deliver all buffers now, so that sent events can be queried (local run)',
    load: async () => (await import('./commands/flush.ts')).addFlush,
  },
  {
    name: 'status',
    usage: '[options]',
    description: 'show addresses and, in a local run, progress and problems',
    load: async () => (await import('./commands/status.ts')).addStatus,
  },
  {
    name: 'smoke',
    usage: '[options]',
    description: 'send events of an application of its own all the way through, and remove the application',
    load: async () => (await import('./commands/smoke.ts')).addSmoke,
  },
  {
    name: 'schema',
    usage: '[options]',
    description: 'manage event types and their schemas in schemas/events',
    load: async () => (await import('./commands/schema.ts')).addSchema,
  },
  {
    name: 'validate',
    usage: '[options] <file>',
    description: 'validate events as the pipeline would, without a pipeline; lists errors and exits with 1',
    load: async () => (await import('./commands/validate.ts')).addValidate,
  },
];
