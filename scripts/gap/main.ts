import { Command, CommanderError, Option } from 'commander';
import { silenceSdkWarning } from '../aws-error.ts';
import { addApps } from './commands/apps.ts';
import { addCompact } from './commands/compact.ts';
import { addKeys } from './commands/keys.ts';
import { addQuery } from './commands/query.ts';
import { addReplay } from './commands/replay.ts';
import { addRuntime } from './commands/runtime.ts';
import { addSchema } from './commands/schema.ts';
import { addSend } from './commands/send.ts';
import { addValidate } from './commands/validate.ts';
import { exitCodeOf, recognize } from './errors.ts';
import { Terminal } from './terminal.ts';

silenceSdkWarning();

const examples = `
Examples:
  gap apps create "My game"                                  prints the application's id
  gap keys create APP --name "game server"                   prints the key, once
  gap send events.ndjson --app APP --key KEY --wait          sends a file and waits until it can be queried
  gap query "SELECT event_type, count(*) FROM events GROUP BY 1"
  gap query --metric events_by_type
  gap query --metric logins_per_minute --engine clickhouse   of a pipeline in real time
  gap validate events.ndjson                                 what the pipeline would refuse, without one
  gap schema new boss_killed                                 docs/add-an-event-type.md

Exit codes: 0 done, 1 something failed or is invalid, 2 wrong usage, 3 the pipeline is not reachable.`;

/** Runs one command line and returns its exit code: 0 done, 1 something failed, 2 wrong usage, 3 not reachable. */
export async function gap(args: readonly string[], terminal = new Terminal()): Promise<number> {
  const program = new Command('gap')
    .description('Talks to the game analytics pipeline that runs here, or to a deployed stack.')
    .option('--state <directory>', 'state directory of the run here (default: .local)')
    .option('--stack <name>', 'a deployed stack, with your AWS credentials')
    .option('--json', 'print one JSON document on stdout')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', examples)
    .exitOverride()
    .hook('preAction', (_, action) => {
      terminal.json = action.optsWithGlobals().json === true;
    });
  for (const add of [addApps, addKeys, addSend, addQuery, addCompact, addReplay, addRuntime, addSchema, addValidate])
    add(program, terminal);
  acceptEverywhere(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return terminal.exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    const error = recognize(thrown);
    terminal.note(`gap: ${error instanceof Error ? error.message : String(error)}`);
    return exitCodeOf(error);
  }
}

/** The common options may also stand behind the command's own words. */
function acceptEverywhere(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride().configureHelp({ showGlobalOptions: true });
    // Explained once, among the global options.
    for (const flags of ['--state <directory>', '--stack <name>', '--json'])
      child.addOption(new Option(flags).hideHelp());
    acceptEverywhere(child);
  }
}

if (import.meta.filename === process.argv[1]) {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Who reads it has read enough (`gap query … | head`): what the command does, it does to its end all the same.
    if (error.code !== 'EPIPE') throw error;
  });
  process.exitCode = await gap(process.argv.slice(2));
}
