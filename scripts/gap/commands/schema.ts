import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { readRegistry } from '../../../schemas/registry/read-registry.ts';
import { formatTable } from '../output.ts';
import { type Change, type Comparison, compareContracts } from '../schema/compare-contracts.ts';
import { type Inference, inferEvents, type Proposal } from '../schema/infer-events.ts';
import { describeTypes, listTypes } from '../schema/list-types.ts';
import { addVersion } from '../schema/new-version.ts';
import { printJson } from '../schema/print-json.ts';
import { contractOf, readReleased, writeReleased } from '../schema/released-registry.ts';
import { unfinished } from '../schema/unfinished.ts';
import { writeVersion } from '../schema/version-folder.ts';
import { openEvents } from '../send/read-events.ts';
import type { Terminal } from '../terminal.ts';

const schemas = fileURLToPath(new URL('../../../schemas/', import.meta.url));
const registryFolder = `${schemas}events`;
const releasedFile = `${schemas}released-events.json`;

interface Options {
  registry: string;
}

export function addSchema(program: Command, terminal: Terminal): void {
  const schema = program.command('schema').description('manage event types and their schemas in schemas/events');
  const command = (name: string, description: string) =>
    schema
      .command(name)
      .description(description)
      .option('--registry <folder>', 'folder of the event types', relative(process.cwd(), registryFolder) || '.');

  command('list', 'list the event types with their versions and fields').action(({ registry }: Options) => {
    const types = listTypes(readRegistry(registry));
    terminal.result({ types }, describeTypes(types, terminal.width));
  });

  command('new', 'create an event type, or a new version as a copy of the latest')
    .argument('<type>', 'letters, digits, _, . and -')
    .option('--version <major.minor>', 'version of the schema', '1.0')
    .action((type: string, { registry, version }: Options & { version: string }) => {
      const folder = shown(addVersion(registry, type, version));
      terminal.result({ type, version, folder }, newWords(folder));
    });

  command('infer', 'propose a schema for each event type in a file that has none or whose events do not match it')
    .argument('<file>', 'events as NDJSON, a JSON array or a request body; - for stdin')
    .option('--write', 'add the schemas to the registry, with examples from the file')
    .action(async (file: string, { registry, write }: Options & { write?: boolean }) => {
      const source = await openEvents(file);
      try {
        const contract = contractOf(readRegistry(registry));
        const inference = await inferEvents(source, contract, file === '-' ? 'standard input' : shown(file));
        const written = write ? inference.proposals.flatMap((one) => writeVersion(registry, one)) : [];
        terminal.result({ ...inference, written: written.map(shown) }, inferWords(inference, written.map(shown)));
      } finally {
        await source.close();
      }
    });

  command('check', 'reject changes that break released event types, and unfinished types')
    .option('--released <file>', 'file of the released event types', relative(process.cwd(), releasedFile))
    .option('--release', 'record the event types as released if the check passes')
    .action(({ registry, released, release }: Options & { released: string; release?: boolean }) => {
      const types = readRegistry(registry);
      const contract = contractOf(types);
      const comparison = compareContracts(readReleased(released, registry), contract);
      const open = unfinished(types);
      const compatible = comparison.breaking.length === 0;
      const ready = compatible && open.length === 0;
      if (release && ready) writeReleased(released, registry, types);
      const answer = { compatible, released: release === true && ready, ...comparison, unfinished: open };
      terminal.result(answer, checkWords(comparison, open));
      if (!ready) terminal.exitCode = 1;
      else if (release) terminal.note(`recorded as released: ${shown(released)}`);
    });
}

function newWords(folder: string): string {
  return [
    `Created ${folder}. Next:`,
    `  1. schema.json: the fields of event_data, with type and description`,
    `  2. about.yaml: what a row stands for, its owner, its personal data`,
    `  3. examples/: events that must be accepted, and events that must be rejected, with the error path`,
    `  4. npm run generate && npm run check`,
    `  5. gap validate FILE, with the game's own events`,
  ].join('\n');
}

function inferWords({ proposals, satisfied, unusable }: Inference, written: readonly string[]): string {
  const described = satisfied.map(({ type, events }) => `${type}: all ${events} events satisfy the registry`);
  const left = unusable.map(({ reason, events }) => `${events} events were left out: ${reason}`);
  const added = written.length === 0 ? [] : [`written; review before \`npm run generate\`:`, ...written];
  return [...proposals.map((one) => proposalWords(one, written.length === 0)), ...described, ...left, ...added].join(
    '\n',
  );
}

function proposalWords({ type, version, events, schema, notes }: Proposal, whole: boolean): string {
  const head = `── ${type}/${version}, from ${events} events ──`;
  return [head, ...notes.map((note) => `note: ${note}`), ...(whole ? [printJson(schema)] : [])].join('\n');
}

function checkWords({ breaking, notes, added }: Comparison, open: readonly Change[]): string {
  const news = added.length === 0 ? [] : [`new since the last release: ${added.join(', ')}`];
  const known = notes.map(({ file, path, reason }) => `note: ${file} ${path}: ${reason}`);
  const rest = [...known, ...news, ...(breaking.length === 0 ? ['nothing breaks what was released'] : [])];
  const refusal =
    'A released version must not change: revert this, and create a new minor (or major) version for the change.';
  const broken = breaking.length === 0 ? [] : [changeTable(breaking), '', refusal];
  const left = open.length === 0 ? [] : [changeTable(open), '', 'Not finished: see docs/add-an-event-type.md.'];
  return [...broken, ...left, ...rest].join('\n');
}

function changeTable(changes: readonly Change[]): string {
  const columns = ['file', 'path', 'reason'].map((name) => ({ name, kind: 'text' as const }));
  return formatTable(
    columns,
    changes.map(({ file, path, reason }) => [file, path, reason]),
  );
}

function shown(path: string): string {
  const from = relative(process.cwd(), path);
  return from.startsWith('..') ? path : from;
}
