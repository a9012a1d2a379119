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
    description: 'applications: the games that send events',
    load: async () => (await import('./commands/apps.ts')).addApps,
  },
  {
    name: 'keys',
    usage: '[options]',
    description: 'API keys, each good for one application',
    load: async () => (await import('./commands/keys.ts')).addKeys,
  },
  {
    name: 'send',
    usage: '[options] <file>',
    description:
      'send events from a file: NDJSON, a JSON array or a request’s body; retries what failed, and only that',
    load: async () => (await import('./commands/send.ts')).addSend,
  },
  {
    name: 'query',
    usage: '[options] [sql]',
    description: 'ask the events in SQL, or by the name of a metric',
    load: async () => (await import('./commands/query.ts')).addQuery,
  },
  {
    name: 'metrics',
    usage: '[options]',
    description: 'list the metrics that `gap query --metric` answers',
    load: async () => (await import('./commands/metrics.ts')).addMetrics,
  },
  {
    name: 'tail',
    usage: '[options]',
    description: 'show events as they come in, each with its outcome and reason',
    load: async () => (await import('./commands/tail.ts')).addTail,
  },
  {
    name: 'logs',
    usage: '[options] [function]',
    description: 'show what the functions log',
    load: async () => (await import('./commands/logs.ts')).addLogs,
  },
  {
    name: 'compact',
    usage: '[options]',
    description: 'rewrite what was delivered into few, sorted files with each event once',
    load: async () => (await import('./commands/compact.ts')).addCompact,
  },
  {
    name: 'replay',
    usage: '[options]',
    description: 'send events through again, after what was wrong with them or with the pipeline was repaired',
    load: async () => (await import('./commands/replay.ts')).addReplay,
  },
  {
    name: 'flush',
    usage: '[options]',
    description: 'end all buffers now, so that everything sent can be queried (local run)',
    load: async () => (await import('./commands/flush.ts')).addFlush,
  },
  {
    name: 'status',
    usage: '[options]',
    description: 'where the pipeline is, and in a local run what waits, runs and needs a person',
    load: async () => (await import('./commands/status.ts')).addStatus,
  },
  {
    name: 'schema',
    usage: '[options]',
    description: 'the event types and their schemas, in schemas/events',
    load: async () => (await import('./commands/schema.ts')).addSchema,
  },
  {
    name: 'validate',
    usage: '[options] <file>',
    description: 'judge events as the pipeline would, without one: exit code 1 and a table of what is wrong',
    load: async () => (await import('./commands/validate.ts')).addValidate,
  },
];
