import { type AddressInfo, createServer, Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ClickHouseServer } from '../../../src/services/clickhouse/clickhouse-server.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';

const user = 'analyst';
const password = `it's <secret> & "more"`;

async function startServer({ directory = temporaryDirectory(), memoryBytes = 1_500_000_000 } = {}) {
  const settings = { directory, user, password, database: 'game', memoryBytes };
  const server = await ClickHouseServer.start(settings, () => {});
  onTestFinished(() => server.close());
  const ask = (query: string, { parameters = '', body, method = 'POST', headers = {}, signal }: Question = {}) =>
    fetch(`${server.url}/?database=game&query=${encodeURIComponent(query)}${parameters}`, {
      method,
      headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password, ...headers },
      body,
      signal,
    });
  const rows = async (query: string) => (await (await ask(query)).text()).trim();
  return { server, directory, ask, rows };
}

interface Question {
  readonly parameters?: string;
  readonly body?: RequestInit['body'];
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

it('takes another port when the one that was free is taken before it listens', async () => {
  const another = createServer();
  onTestFinished(() => void another.close());
  const { close } = Server.prototype;
  onTestFinished(() => void vi.restoreAllMocks());
  vi.spyOn(Server.prototype, 'close').mockImplementationOnce(function (this: Server, callback) {
    const { port } = this.address() as AddressInfo;
    return close.call(this, () => void another.listen(port, '127.0.0.1', callback));
  });
  const { server, rows } = await startServer();
  expect(server.port).not.toBe((another.address() as AddressInfo).port);
  expect(await rows('SELECT 1')).toBe('1');
});

describe('the HTTP interface', () => {
  it('does what @clickhouse/client asks for: DDL, inserts, parameters, streams', async () => {
    const { server } = await startServer();
    const client = createClient({
      url: server.url,
      username: user,
      password,
      database: 'game',
      compression: { request: true, response: true },
      log: { level: ClickHouseLogLevel.OFF },
    });
    onTestFinished(() => client.close());
    expect(await client.ping({ select: true })).toEqual({ success: true });
    await client.command({ query: 'CREATE TABLE kills (id UInt64, hero String) ENGINE = MergeTree ORDER BY id' });
    await client.insert({
      table: 'kills',
      values: [
        { id: 1, hero: 'Axe' },
        { id: 2, hero: 'Lina' },
      ],
      format: 'JSONEachRow',
    });
    const found = await client.query({
      query: 'SELECT hero FROM kills WHERE id = {id: UInt64}',
      query_params: { id: 2 },
      format: 'JSONEachRow',
    });
    expect(await found.json()).toEqual([{ hero: 'Lina' }]);
    let streamed = 0;
    const stream = await client.query({ query: 'SELECT number FROM numbers(300000)', format: 'JSONCompactEachRow' });
    for await (const chunk of stream.stream()) streamed += chunk.length;
    expect(streamed).toBe(300_000);
    await expect(client.query({ query: 'SELECT nothing FROM kills' })).rejects.toThrow(/Unknown expression identifier/);
  });

  it('answers curl and Grafana: ping, GET that only reads, formats, compression, headers', async () => {
    const { server, ask } = await startServer();
    expect(await (await fetch(`${server.url}/ping`)).text()).toBe('Ok.\n');
    const got = await ask('SELECT 1 AS one', {
      method: 'GET',
      parameters: '&default_format=JSONCompact&query_id=mine',
    });
    expect([got.status, await got.json()]).toMatchObject([200, { data: [[1]] }]);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'x-clickhouse-format': 'JSONCompact',
      'x-clickhouse-query-id': 'mine',
      'x-clickhouse-summary': expect.stringContaining('"read_rows":"1"'),
    });
    const refused = await ask('CREATE TABLE t (a UInt8) ENGINE = Memory', { method: 'GET' });
    expect([refused.status, await refused.text()]).toEqual([500, expect.stringContaining('(READONLY)')]);
    expect((await ask('CREATE TABLE t (a UInt8, b String) ENGINE = MergeTree ORDER BY a')).status).toBe(200);
    const body = gzipSync('{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n');
    const inserted = await ask('INSERT INTO t FORMAT JSONEachRow', { body, headers: { 'Content-Encoding': 'gzip' } });
    expect(inserted.headers.get('x-clickhouse-summary')).toContain('"written_rows":"2"');
    const compressed = await ask('SELECT sum(a) FROM t', {
      parameters: '&enable_http_compression=1',
      headers: { 'Accept-Encoding': 'gzip' },
    });
    expect([compressed.headers.get('content-encoding'), await compressed.text()]).toEqual(['gzip', '3\n']);
    const basic = await fetch(`${server.url}/?query=SELECT%20currentUser()`, {
      headers: { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
    });
    expect(await basic.text()).toBe(`${user}\n`);
  });

  it.each([
    ['a wrong password', { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': 'wrong' }],
    ['an unknown user', { 'X-ClickHouse-User': 'nobody', 'X-ClickHouse-Key': password }],
  ])('refuses %s as ClickHouse does', async (_, headers) => {
    const { server } = await startServer();
    const answer = await fetch(`${server.url}/?query=SELECT%201`, { headers });
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([403, '516']);
    expect(await answer.text()).toMatch(/^Code: 516\. DB::Exception: .*Authentication failed/);
  });

  it('shows nothing to a caller without a user', async () => {
    const { server, ask } = await startServer();
    await ask('CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a');
    for (const query of [
      'SELECT * FROM game.t',
      'SELECT (SELECT count() FROM game.t)',
      'SELECT name FROM system.tables',
      `SELECT (SELECT count() FROM file('/etc/passwd', LineAsString))`,
      'SYSTEM STOP LISTEN HTTP',
    ]) {
      const answer = await fetch(server.url, { method: 'POST', body: query });
      expect([answer.status, query]).not.toEqual([200, query]);
    }
    expect(await server.isHealthy()).toBe(true);
  });

  it('gives nobody the files of this machine, which `clickhouse local` would', async () => {
    const { ask, rows } = await startServer();
    for (const query of [
      `CREATE DATABASE f ENGINE = Filesystem('/etc')`,
      `SELECT * FROM file('/etc/passwd', LineAsString)`,
      `INSERT INTO FUNCTION file('/tmp/gap-written', LineAsString) SELECT 'x'`,
      `CREATE TABLE f (line String) ENGINE = File(LineAsString, '/etc/passwd')`,
      `GRANT READ ON FILE TO ${user}`,
    ]) {
      const answer = await ask(query);
      expect([query, await answer.text()]).toEqual([query, expect.stringContaining('(ACCESS_DENIED)')]);
    }
    await ask('CREATE TABLE t (a UInt8) ENGINE = ReplacingMergeTree ORDER BY a');
    expect(await rows('SELECT count() FROM t')).toBe('0');
  });

  it('lets nobody make users in SQL, for which it has no place', async () => {
    const { ask } = await startServer();
    const answer = await ask(`CREATE USER another IDENTIFIED BY 'x'`);
    expect(await answer.text()).toContain('(ACCESS_DENIED)');
  });

  it('answers short queries while a long one runs', async () => {
    const { ask, rows } = await startServer();
    const long = new AbortController();
    const running = ask('SELECT sum(cityHash64(number)) FROM numbers(1000000000000)', { signal: long.signal }).catch(
      () => 'given up',
    );
    const longOnes = `SELECT count() FROM system.processes WHERE query LIKE 'SELECT sum(cityHash64%'`;
    await vi.waitUntil(async () => (await rows(longOnes)) === '1', { interval: 10, timeout: 30_000 });
    expect(await Promise.all([rows('SELECT 1'), rows('SELECT 2')])).toEqual(['1', '2']);
    long.abort();
    expect(await running).toBe('given up');
  });

  it('refuses what needs more memory than it has, and goes on', async () => {
    const { server, ask, rows } = await startServer({ memoryBytes: 500_000_000 });
    const greedy = await ask('SELECT length(groupArray(number)) FROM numbers(1000000000)');
    expect([greedy.status, await greedy.text()]).toEqual([500, expect.stringContaining('(MEMORY_LIMIT_EXCEEDED)')]);
    expect([await rows('SELECT 1'), server.restarts]).toEqual(['1', 0]);
  });
});
