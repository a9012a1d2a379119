import { Command, CommanderError } from 'commander';
import { addApps } from './commands/apps.ts';
import { addKeys } from './commands/keys.ts';
import { addQuery } from './commands/query.ts';
import { addRuntime } from './commands/runtime.ts';
import { addSend } from './commands/send.ts';
import { exitCodeOf } from './errors.ts';
import { Terminal } from './terminal.ts';

// The SDK would warn of Node.js versions that it will no longer support, in front of every answer.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** Runs one command line and returns its exit code: 0 done, 1 something failed, 2 wrong usage, 3 not reachable. */
export async function gap(args: readonly string[], terminal = new Terminal()): Promise<number> {
  const program = new Command('gap')
    .description('the game analytics pipeline’s command line: against the local run, or a deployed stack')
    .option('--state <directory>', 'state directory of the local run (default .local)')
    .option('--stack <name>', 'a deployed stack, with your AWS credentials')
    .option('--json', 'print one JSON document on stdout')
    .exitOverride()
    .hook('preAction', (_, action) => {
      terminal.json = action.optsWithGlobals().json === true;
    });
  for (const add of [addApps, addKeys, addSend, addQuery, addRuntime]) add(program, terminal);
  acceptEverywhere(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return terminal.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.note(`gap: ${error instanceof Error ? error.message : String(error)}`);
    return exitCodeOf(error);
  }
}

/** The common options may also stand behind the command's own words. */
function acceptEverywhere(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride().option('--state <directory>').option('--stack <name>').option('--json');
    acceptEverywhere(child);
  }
}

if (import.meta.filename === process.argv[1]) process.exitCode = await gap(process.argv.slice(2));
