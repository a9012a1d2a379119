import { ConfigError } from '../../../infrastructure/config/config.ts';
import { loadConfig } from '../../../infrastructure/config/load-config.ts';
import { connect } from '../connect.ts';
import type { Target } from '../connection.ts';
import { UsageError } from '../errors.ts';
import { listAll } from '../list-all.ts';
import type { Terminal } from '../terminal.ts';
import { describeDryRun, dryRun } from './dry-run.ts';
import { openSource } from './open-source.ts';
import type { Selection } from './source.ts';
import type { ReplaySource } from './stream-record.ts';

export interface PreviewRequest {
  readonly from: ReplaySource;
  readonly selection: Selection;
  /** Config file whose rules are applied. */
  readonly config: string;
}

/** `gap replay --dry-run`: prints what would be sent, and what would become of it by the rules of this checkout. */
export async function preview(
  { from, selection, config: file }: PreviewRequest,
  target: Target,
  terminal: Terminal,
): Promise<void> {
  const config = readConfig(file);
  const connection = await connect(target);
  const applications = await listAll<{ ApplicationId: string }>(connection, '/applications', 'Applications');
  const source = openSource(from, connection, selection);
  const judging = {
    applications: new Set(applications.map(({ ApplicationId }) => ApplicationId)),
    maxEventAgeDays: config.MAX_EVENT_AGE_DAYS,
    unknownEventTypes: config.UNKNOWN_EVENT_TYPES,
  };
  const result = await dryRun(source, judging, (found) => terminal.progress(`looked at ${found}`));
  terminal.result({ from, dryRun: true, ...result }, describeDryRun(result, source.skipReason));
}

function readConfig(file: string) {
  try {
    return loadConfig(file);
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(error.message) : error;
  }
}
