import { Command } from 'commander';
import { expect, test } from 'vitest';
import { commandList } from '../../../scripts/gap/command-list.ts';
import { Terminal } from '../../../scripts/gap/terminal.ts';

test.each(commandList)('the list shows $name as its module declares it', async ({ name, usage, description, load }) => {
  const program = new Command();
  (await load())(program, new Terminal());
  const [command, ...others] = program.commands;
  expect(others).toEqual([]);
  expect([command?.name(), command?.description()]).toEqual([name, description]);
  // Each command takes the options of all, so that all show `[options]`.
  const declared = command?.usage().replace(/^\[options\] ?/, '') ?? '';
  const shown = command?.commands.length === 0 ? declared : '';
  expect(usage).toBe(`[options] ${shown}`.trim());
});
