import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClickHouseServer } from '../../../src/services/clickhouse/clickhouse-server.ts';

/** Table functions that read nothing but their arguments and the tables of this server. */
const ownTableFunctions =
  `SQLStandardValues dictionary format fuzzJSON fuzzQuery generateSeries generate_series input loop
  merge mergeTreeAnalyzeIndexes mergeTreeAnalyzeIndexesUUID mergeTreeIndex mergeTreeProjection mergeTreeTextIndex null numbers
  numbers_mt primes prometheusQuery prometheusQueryRange timeSeriesData timeSeriesMetrics timeSeriesSamples timeSeriesSelector
  timeSeriesTags values view viewExplain viewIfPermitted zeros zeros_mt`.split(/\s+/);

/** Engines that keep their rows on this server. */
const ownEngines =
  `AggregatingMergeTree CoalescingMergeTree CollapsingMergeTree Join Log MaterializedView Memory MergeTree Null
  ReplacingMergeTree Set StripeLog SummingMergeTree TinyLog VersionedCollapsingMergeTree View`.split(/\s+/);

const secret = 'a secret that nobody may read';
const user = 'pipeline';
const password = 'secret';

describe.each([
  ['behind the proxy', false],
  // Nothing but the system and the grants is between a query and the machine.
  ['whose statements nobody looks through', true],
])('a server %s', (_, reachesFiles) => {
  const root = mkdtempSync(join(tmpdir(), 'confinement-'));
  const directory = join(root, 'clickhouse');
  const file = join(root, 'secret');
  const written = join(root, 'written');
  let server: ClickHouseServer;
  let connections = 0;
  const listener = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  let address = '';

  beforeAll(async () => {
    writeFileSync(file, secret);
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
    const settings = { directory, user, password, database: 'game', memoryBytes: 1_500_000_000, reachesFiles };
    server = await ClickHouseServer.start(settings, () => {});
  });
  afterAll(async () => {
    await server.close();
    listener.close();
    rmSync(root, { recursive: true, force: true });
  });

  async function ask(query: string): Promise<string> {
    const answer = await fetch(`${server.url}/?database=game&max_execution_time=5`, {
      method: 'POST',
      headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password },
      body: query,
    });
    return `${answer.status} ${(await answer.text()).trim()}`;
  }

  const names = async (query: string) => (await ask(query)).replace('200 ', '').split('\n');

  /** Answers by argument list, all of them refused or empty of what lies outside. */
  async function tryEach(lists: readonly string[], statement: (list: string) => string): Promise<string[]> {
    const answers: string[] = [];
    for (const list of lists) answers.push(await ask(statement(list)));
    return answers;
  }

  it('gives no function a file or an address', async () => {
    const functions = await names(
      `SELECT name FROM system.functions WHERE NOT is_aggregate AND name NOT ILIKE '%sleep%' ORDER BY name`,
    );
    expect(functions.length).toBeGreaterThan(1000);
    const lists = [`'${file}'`, `'http://${address}/'`, `'${address}', 'd', 't'`].slice(0, reachesFiles ? 1 : 3);
    const leaks: string[] = [];
    const queue = functions.flatMap((name) => lists.map((list) => `SELECT \`${name}\`(${list})`));
    const work = async () => {
      for (let query = queue.pop(); query !== undefined; query = queue.pop()) {
        if ((await ask(query)).includes(secret)) leaks.push(query);
      }
    };
    await Promise.all([work(), work(), work(), work()]);
    expect([leaks, connections, server.restarts]).toEqual([[], 0, 0]);
  }, 240_000);

  it('gives no table function a file, a program or an address', async () => {
    const functions = await names('SELECT name FROM system.table_functions ORDER BY name');
    expect(functions).toEqual(expect.arrayContaining(['file', 'url', 'numbers']));
    const lists = [
      `'${file}'`,
      `'${file}', 'LineAsString', 'line String'`,
      `'${file}', 't'`,
      `'http://${address}/x'`,
      `'http://${address}/x', 'LineAsString', 'line String'`,
      `'http://${address}/x', 'c', 'b', 'LineAsString', 'line String'`,
      `'${address}', 'd', 't'`,
      `'${address}', 'd', 't', 'u', 'p'`,
      `'${address}', 'd', 't', 'u', 'p', 'line String'`,
      `'hdfs://${address}/x', 'LineAsString', 'line String'`,
    ];
    for (const name of functions) {
      const answers = await tryEach(lists, (list) => `SELECT * FROM ${name}(${list}) LIMIT 1`);
      const worked = answers.filter((answer) => answer.startsWith('200'));
      if (!ownTableFunctions.includes(name)) expect([name, worked]).toEqual([name, []]);
      expect(answers.join('\n')).not.toContain(secret);
    }
    expect([connections, server.restarts]).toEqual([0, 0]);
  }, 60_000);

  it('makes no table or database of an engine that leads out', async () => {
    for (const engine of await names('SELECT name FROM system.table_engines ORDER BY name')) {
      if (ownEngines.includes(engine)) continue;
      const answers = await tryEach(
        ['', '()', `('${file}')`, `(LineAsString, '${file}')`, `('http://${address}/', LineAsString)`],
        (list) => `CREATE TABLE outside (line String) ENGINE = ${engine}${list} ORDER BY line`,
      );
      for (const answer of answers) expect([engine, answer]).not.toEqual([engine, expect.stringMatching(/^200/)]);
    }
    for (const engine of await names('SELECT name FROM system.database_engines ORDER BY name')) {
      if (engine === 'Memory' || (reachesFiles && engine === 'Filesystem')) continue;
      const answers = await tryEach(
        ['', '()', `('${file}')`, `('${address}', 'd', 'u', 'p')`],
        (list) => `CREATE DATABASE outside ENGINE = ${engine}${list}`,
      );
      for (const answer of answers) expect([engine, answer]).not.toEqual([engine, expect.stringMatching(/^200/)]);
    }
    expect(connections).toBe(0);
  }, 60_000);

  it.each([
    `CREATE DICTIONARY d (a UInt8) PRIMARY KEY a SOURCE(EXECUTABLE(COMMAND 'touch ${written}' FORMAT 'TSV')) LAYOUT(FLAT()) LIFETIME(1)`,
    `CREATE DICTIONARY d (a UInt8) PRIMARY KEY a SOURCE(FILE(PATH '${file}' FORMAT 'TSV')) LAYOUT(FLAT()) LIFETIME(1)`,
    `CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = local, path = '/tmp/')`,
    `CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = web, endpoint = 'http://127.0.0.1/')`,
    `CREATE FUNCTION f AS x -> x`,
    `CREATE NAMED COLLECTION c AS a = 1`,
    `CREATE USER u IDENTIFIED BY 'x'`,
    `INSERT INTO FUNCTION file('${written}', LineAsString) SELECT 'x'`,
    `SELECT 'x' INTO OUTFILE '${written}'`,
    `BACKUP DATABASE game TO File('${written}')`,
    `BACKUP DATABASE game TO S3('http://127.0.0.1/x', 'a', 'b')`,
    'SYSTEM SHUTDOWN',
    'SYSTEM KILL',
    'SYSTEM STOP LISTEN HTTP',
    'SYSTEM RELOAD CONFIG',
    `GRANT READ ON FILE TO ${user}`,
    'GRANT ALL ON *.* TO CURRENT_USER',
    'EXECUTE AS default SELECT 1',
    `SELECT 1 SETTINGS additional_result_filter = 'file(\\'${file}\\') != \\'\\''`,
    `SELECT 1 AS a FORMAT Template SETTINGS format_template_row = '${file}'`,
    `SELECT 1 AS a FORMAT Template SETTINGS format_template_resultset = '${file}'`,
    `SELECT 1 AS a FORMAT Protobuf SETTINGS format_schema = '${file}:M'`,
    `SELECT 1 AS a FORMAT Protobuf SETTINGS output_format_schema = '${join(directory, 'written')}', format_protobuf_use_autogenerated_schema = 1`,
    `SELECT 1 SETTINGS input_format_record_errors_file_path = '${join(directory, 'written')}'`,
    `SELECT 1 SETTINGS format_avro_schema_registry_url = 'http://127.0.0.1/'`,
    `SELECT * FROM eval('SELECT 1') SETTINGS allow_experimental_eval_table_function = 1`,
  ])('refuses %s', async (query) => {
    if (reachesFiles && query.startsWith('INSERT INTO FUNCTION file')) return;
    expect(await ask(query)).not.toMatch(/^200/);
    for (const path of [written, join(directory, 'written')]) expect(existsSync(path)).toBe(false);
  });

  it('kills no query but the own ones', async () => {
    await ask('KILL QUERY WHERE 1 ASYNC');
    expect(await ask('SELECT 1')).toBe('200 1');
    expect(server.restarts).toBe(0);
  });

  it('leaves nothing of its configuration where a query could read it', async () => {
    for (const name of ['config.xml', 'users.xml', 'users.d']) expect(existsSync(join(directory, name))).toBe(false);
  });
});
