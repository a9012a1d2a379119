import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { errorMessage } from '../../schemas/error-message.ts';
import { silenceSdkWarning } from '../aws-error.ts';
import { commandList } from './command-list.ts';
import { exitCodeOf, recognize } from './errors.ts';
import { Terminal } from './terminal.ts';

silenceSdkWarning();

const examples = `
Examples:
  gap apps create "My game"                                  prints the application's id
  gap keys create "My game" --name "game server"             prints the key, once
  gap send events.ndjson --app "My game" --key KEY --wait    sends a file and waits until its events can be queried
  gap tail --app "My game"                                   incoming events with their outcome
  gap query "SELECT event_type, count(*) FROM events GROUP BY 1"
  gap query --metric events_by_type
  gap query --metric logins_per_minute --engine clickhouse   a metric stored in ClickHouse
  gap validate events.ndjson                                 validates events without a pipeline
  gap schema new boss_killed                                 docs/add-an-event-type.md

Exit codes: 0 done, 1 something failed or is invalid, 2 wrong usage, 3 pipeline not reachable.`;

/** Runs one command line and returns its exit code: 0 done, 1 something failed, 2 wrong usage, 3 not reachable. */
export async function gap(args: readonly string[], terminal = new Terminal()): Promise<number> {
  const program = new Command('gap')
    .description('Command line of the game analytics pipeline, for the local run or a deployed stack.')
    .option('--state <directory>', 'state directory of the local run (default: .local)')
    .option('--stack <name>', 'a deployment by its WORKLOAD_NAME, with your AWS credentials')
    .option('--json', 'print one JSON document on stdout')
    // A command may have a --version of its own.
    .enablePositionalOptions()
    .version(version(), '--version', 'print the version')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', examples)
    .exitOverride()
    .hook('preAction', (_, action) => {
      terminal.json = action.optsWithGlobals().json === true;
    });
  await addCommands(program, args, terminal);
  acceptEverywhere(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return terminal.exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    const error = recognize(thrown);
    terminal.note(`gap: ${errorMessage(error)}`);
    return exitCodeOf(error);
  }
}

/** The command that `args` name, whole; of the others the lines of the list: most take longer to load than to run. */
async function addCommands(program: Command, args: readonly string[], terminal: Terminal): Promise<void> {
  for (const { name, usage, description, load } of commandList) {
    if (args.includes(name)) (await load())(program, terminal);
    else program.command(name).usage(usage).description(description);
  }
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
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
