import { Command } from 'commander';

/** A command of package.json, which ends with 0 after `--help`, and with 2 for what it does not take. */
export function npmCommand(usage: string, description: string): Command {
  return new Command(usage)
    .description(description)
    .allowExcessArguments(false)
    .exitOverride((exit) => process.exit(exit.exitCode === 0 ? 0 : 2));
}
