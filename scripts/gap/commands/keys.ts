import type { Command } from 'commander';
import { connect } from '../connect.ts';
import { type Authorization, findApplicationId, findKeyId } from '../find-application.ts';
import { listAll } from '../list-all.ts';
import { formatTable } from '../output.ts';
import { rotateKey } from '../rotate-key.ts';
import type { Terminal } from '../terminal.ts';

const path = (application: string, key?: string) =>
  `/applications/${encodeURIComponent(application)}/authorizations${key === undefined ? '' : `/${encodeURIComponent(key)}`}`;

export function addKeys(program: Command, terminal: Terminal): void {
  const keys = program.command('keys').description('manage API keys; each belongs to one application');
  keys
    .command('create <app>')
    .description('create a key for an application (id or name) and print its value, which is never shown again')
    .requiredOption('--name <name>', 'name of the key')
    .option('--description <text>')
    .action(async (app: string, options: { name: string; description?: string }, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const body = {
        Name: options.name,
        ...(options.description !== undefined && { Description: options.description }),
      };
      const id = await findApplicationId(connection, app);
      const created = (await connection.admin('POST', path(id), body)) as Authorization;
      terminal.note('Keep the value: it is shown only once.');
      terminal.result(created, created.ApiKeyValue ?? '');
    });
  keys
    .command('list <app>')
    .description('list the keys of an application')
    .action(async (app: string, _: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const id = await findApplicationId(connection, app);
      const Authorizations = await listAll<Authorization>(connection, path(id), 'Authorizations');
      const rows = Authorizations.map((one) => [
        one.ApiKeyId,
        one.ApiKeyPrefix,
        one.ApiKeyName,
        one.Enabled ? 'enabled' : 'disabled',
        one.CreatedAt,
      ]);
      const columns = ['id', 'prefix', 'name', 'state', 'created'].map((name) => ({ name, kind: 'text' as const }));
      terminal.result({ Authorizations, Count: rows.length }, formatTable(columns, rows));
    });
  for (const verb of ['enable', 'disable'] as const) {
    keys
      .command(`${verb} <app> <key>`)
      .description(`${verb} a key (id, name or prefix); takes effect within 60 seconds`)
      .action(async (app: string, key: string, _: unknown, command: Command) => {
        const connection = await connect(command.optsWithGlobals());
        const id = await findApplicationId(connection, app);
        const keyId = await findKeyId(connection, id, key);
        const answer = await connection.admin('PUT', path(id, keyId), { Enabled: verb === 'enable' });
        terminal.result(answer, `${verb}d ${keyId}`);
      });
  }
  keys
    .command('rotate <app> <key>')
    .description('create a replacement key and print its value; the old key works until it is disabled')
    .option('--disable', 'disable the old key at once, for a leaked value')
    .action(async (app: string, key: string, { disable }: { disable?: boolean }, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const id = await findApplicationId(connection, app);
      const keyId = await findKeyId(connection, id, key);
      const created = await rotateKey(connection, path(id), keyId, disable === true);
      terminal.note('Keep the value: it is shown only once.');
      if (!disable) terminal.note(`When nobody uses the old key any more: gap keys disable ${id} ${keyId}`);
      terminal.result(created, created.ApiKeyValue ?? '');
    });
  keys
    .command('delete <app> <key>')
    .description('delete a key (id, name or prefix) permanently')
    .action(async (app: string, key: string, _: unknown, command: Command) => {
      const connection = await connect(command.optsWithGlobals());
      const id = await findApplicationId(connection, app);
      const answer = await connection.admin('DELETE', path(id, await findKeyId(connection, id, key)));
      terminal.result(answer, String(answer));
    });
}
