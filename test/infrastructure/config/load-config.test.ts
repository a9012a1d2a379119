import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../../infrastructure/config/config.ts';
import { loadConfig, parseConfig } from '../../../infrastructure/config/load-config.ts';
import configSchema from '../../../schemas/config.json' with { type: 'json' };
import { existingSecret } from '../modes.ts';

const minimal = 'WORKLOAD_NAME: games\nDATA_STACK: DATA_LAKE\nINGEST_MODE: DIRECT_BATCH\n';
const streaming = minimal.replace('DIRECT_BATCH', 'REAL_TIME_KDS');

function problems(text: string): string[] {
  try {
    parseConfig(text, 'config.yaml');
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('the config.yaml of the repository', () => {
  const file = new URL('../../../config.yaml', import.meta.url).pathname;
  it('is right as it is', () => {
    expect(loadConfig(file)).toMatchObject({ DATA_STACK: 'DATA_LAKE', INGEST_MODE: 'DIRECT_BATCH', DEV_MODE: true });
  });
  it('is right with the other ingest mode, with nothing else changed', () => {
    const text = readFileSync(file, 'utf8').replace('INGEST_MODE: DIRECT_BATCH', 'INGEST_MODE: REAL_TIME_KDS');
    expect(problems(text)).toEqual([]);
  });
  it('is right with real time, with nothing else changed', () => {
    const text = readFileSync(file, 'utf8')
      .replace('INGEST_MODE: DIRECT_BATCH', 'INGEST_MODE: REAL_TIME_KDS')
      .replace('REAL_TIME_STORES: []', 'REAL_TIME_STORES: [CLICKHOUSE, OPENSEARCH]');
    expect(problems(text)).toEqual([]);
  });
  it('explains every key that there is', () => {
    const text = readFileSync(file, 'utf8');
    for (const key of Object.keys(configSchema.properties)) expect(text).toMatch(new RegExp(`^(# )?${key}: `, 'm'));
  });
});

describe('a config of three keys', () => {
  it('gets a default for everything else', () => {
    expect(parseConfig(minimal, 'config.yaml')).toMatchObject({
      DEV_MODE: false,
      API_STAGE_NAME: 'live',
      MAX_EVENT_AGE_DAYS: 30,
      UNKNOWN_EVENT_TYPES: 'ACCEPT',
      RAW_RETENTION_DAYS: 30,
      COMPACTED_EVENTS_TABLE: 'compacted_events',
      EVENTS_DATABASE: 'game_analytics',
      REAL_TIME_STORES: [],
    });
  });
});

describe('one wrong value', () => {
  it.each([
    ['INGEST_MOD: X', 'INGEST_MOD is not a known key. Did you mean INGEST_MODE?'],
    ['COLOUR: blue', 'COLOUR is not a known key.'],
    [
      'REAL_TIME_STORES: [CLICKHOSE]',
      'REAL_TIME_STORES is "CLICKHOSE"; allowed: CLICKHOUSE, OPENSEARCH. Did you mean CLICKHOUSE?',
    ],
    [
      'REAL_TIME_STORES: CLICKHOUSE',
      'REAL_TIME_STORES is "CLICKHOUSE"; allowed: a list in [ ] without repetition, of CLICKHOUSE, OPENSEARCH',
    ],
    ['DEV_MODE: yes', 'DEV_MODE is "yes"; allowed: true, false. Did you mean true?'],
    ['DEV_MODE: maybe', 'DEV_MODE is "maybe"; allowed: true, false'],
    ['API_STAGE_NAME: a/b', 'API_STAGE_NAME is "a/b"; allowed: letters, digits, hyphens and underscores, at most 128'],
    ['MAX_EVENT_AGE_DAYS: 0', 'MAX_EVENT_AGE_DAYS is 0; allowed: a whole number from 1 to 3650'],
    ['UNKNOWN_EVENT_TYPES: REFUSE', 'UNKNOWN_EVENT_TYPES is "REFUSE"; allowed: ACCEPT, QUARANTINE'],
    ['MAX_EVENT_AGE_DAYS: 1.5', 'MAX_EVENT_AGE_DAYS is 1.5; allowed: a whole number from 1 to 3650'],
    ['RAW_RETENTION_DAYS: 6', 'RAW_RETENTION_DAYS is 6; allowed: a whole number from 7 to 365'],
    ['STREAM_RETENTION_HOURS: 12', 'STREAM_RETENTION_HOURS is 12; allowed: a whole number from 24 to 8760'],
    ['CLOUDWATCH_RETENTION_DAYS: 31', /^CLOUDWATCH_RETENTION_DAYS is 31; allowed: 1, 3, 5, .*, 3653$/],
    ['EVENTS_DATABASE: Game-Events', /^EVENTS_DATABASE is "Game-Events"; allowed: lower-case letters/],
    ['EVENTS_PREFIX: /events/', /^EVENTS_PREFIX is "\/events\/"; allowed: .* none at either end$/],
    ['REAL_TIME_RETENTION_DAYS: 0', 'REAL_TIME_RETENTION_DAYS is 0; allowed: a whole number from 1 to 3650'],
    ['CLICKHOUSE_URL: http://db:8123', /^CLICKHOUSE_URL is .*; allowed: an address https:\/\/host:port, or empty$/],
    ['CLICKHOUSE_SECRET_ARN: secret', /^CLICKHOUSE_SECRET_ARN is "secret"; allowed: the ARN of a secret/],
    ['CLICKHOUSE_INSTANCE_TYPE: large', /^CLICKHOUSE_INSTANCE_TYPE is "large"; allowed: an EC2 instance type/],
    ['OPENSEARCH_INSTANCE_TYPE: r7g.large', /^OPENSEARCH_INSTANCE_TYPE is .*; allowed: an instance type of OpenSearch/],
    ['EMAIL_ADDRESS: nobody', 'EMAIL_ADDRESS is "nobody"; allowed: an e-mail address, or empty'],
    ['DATA_STACK: DATA_LAKE', 'DATA_STACK is given twice: first in line 2'],
    ['A: "', /^not readable as YAML: /],
  ])('%s', (line, message) => {
    const [problem, ...more] = problems(`${minimal}${line}\n`);
    expect(more).toEqual([]);
    expect(problem?.slice(0, 'config.yaml:4: '.length)).toMatch(/^config\.yaml:[45]: /);
    const told = problem?.replace(/^config\.yaml:\d+: /, '');
    if (typeof message === 'string') expect(told).toBe(message);
    else expect(told).toMatch(message);
  });
});

describe('values that make no sense together', () => {
  it.each([
    [
      minimal,
      'REAL_TIME_STORES: [CLICKHOUSE]',
      'REAL_TIME_STORES needs INGEST_MODE REAL_TIME_KDS or REAL_TIME_MSK: DIRECT_BATCH has no stream to read from',
    ],
    [
      minimal,
      'STREAM_PROVISIONED: true\nSTREAM_SHARD_COUNT: 1',
      'STREAM_PROVISIONED needs INGEST_MODE REAL_TIME_KDS: DIRECT_BATCH has no Kinesis stream',
    ],
    [
      streaming,
      'STREAM_SHARD_COUNT: 2',
      'STREAM_SHARD_COUNT needs STREAM_PROVISIONED: true, because AWS chooses the shards of an on-demand stream',
    ],
    [
      streaming,
      'STREAM_PROVISIONED: true',
      'STREAM_PROVISIONED: true needs STREAM_SHARD_COUNT, the number of shards to pay for',
    ],
    [
      minimal,
      'EVENTS_VIEW: raw_events',
      'RAW_EVENTS_TABLE raw_events and EVENTS_VIEW raw_events would mix what they hold',
    ],
    [
      minimal,
      'RAW_EVENTS_TABLE: raw_failed_events',
      'FAILED_EVENTS_TABLE failed_events, which has a table raw_failed_events, and RAW_EVENTS_TABLE raw_failed_events would mix what they hold',
    ],
    [
      minimal,
      'COMPACTED_EVENTS_TABLE: uncompacted_events',
      'EVENTS_VIEW events, which has a table uncompacted_events, and COMPACTED_EVENTS_TABLE uncompacted_events would mix what they hold',
    ],
    [
      streaming,
      'OPENSEARCH_INSTANCE_COUNT: 3',
      'OPENSEARCH_INSTANCE_COUNT needs OPENSEARCH in REAL_TIME_STORES: there is none without it',
    ],
    [
      `${streaming}REAL_TIME_STORES: [OPENSEARCH]\n`,
      'CLICKHOUSE_VOLUME_GIB: 100',
      'CLICKHOUSE_VOLUME_GIB needs CLICKHOUSE in REAL_TIME_STORES: there is none without it',
    ],
    [
      `${streaming}REAL_TIME_STORES: [OPENSEARCH]\n`,
      'OPENSEARCH_INSTANCE_COUNT: 5',
      'OPENSEARCH_INSTANCE_COUNT is 5; allowed: 1, or a number that 2 or 3 zones divide among themselves',
    ],
    [
      `${streaming}REAL_TIME_STORES: [CLICKHOUSE]\n`,
      `CLICKHOUSE_SECRET_ARN: ${existingSecret}`,
      'CLICKHOUSE_SECRET_ARN needs CLICKHOUSE_URL: a ClickHouse that is made here has a secret of its own and no cluster',
    ],
    [
      `${streaming}REAL_TIME_STORES: [CLICKHOUSE]\n`,
      'CLICKHOUSE_CLUSTER: games',
      'CLICKHOUSE_CLUSTER needs CLICKHOUSE_URL: a ClickHouse that is made here has a secret of its own and no cluster',
    ],
    [
      `${streaming}REAL_TIME_STORES: [CLICKHOUSE]\n`,
      'CLICKHOUSE_URL: https://db.example.com',
      'CLICKHOUSE_URL needs CLICKHOUSE_SECRET_ARN, the secret with its username and password',
    ],
    [
      `${streaming}REAL_TIME_STORES: [CLICKHOUSE]\nCLICKHOUSE_URL: https://db.example.com\nCLICKHOUSE_SECRET_ARN: ${existingSecret}\n`,
      'CLICKHOUSE_INSTANCE_TYPE: m7g.large',
      'CLICKHOUSE_INSTANCE_TYPE is for a ClickHouse that is made here: leave it out with CLICKHOUSE_URL',
    ],
    [
      minimal,
      'BACKUP_PREFIX: aws',
      'BACKUP_PREFIX aws and aws/lambda, where Lambda sets failed records aside, would mix what they hold',
    ],
    [minimal, 'EVENTS_VIEW: login', 'EVENTS_VIEW login and the view of the event type login would mix what they hold'],
    [minimal, 'COMPACTED_PREFIX: events', 'COMPACTED_PREFIX events and EVENTS_PREFIX events would mix what they hold'],
    [
      minimal,
      'ARCHIVE_PREFIX: events/archive',
      'ARCHIVE_PREFIX events/archive and EVENTS_PREFIX events would mix what they hold',
    ],
  ])('%s%s', (base, lines, message) => {
    expect(problems(`${base}${lines}\n`).map((problem) => problem.replace(/^config\.yaml:\d+: /, ''))).toEqual([
      message,
    ]);
  });
});

describe('a mode that is not built yet', () => {
  it.each([
    [
      minimal.replace('DATA_LAKE', 'REDSHIFT'),
      'config.yaml:2: DATA_STACK REDSHIFT is not available yet in this version; use DATA_LAKE',
    ],
    [
      minimal.replace('DIRECT_BATCH', 'REAL_TIME_MSK'),
      'config.yaml:3: INGEST_MODE REAL_TIME_MSK is not available yet in this version; use DIRECT_BATCH or REAL_TIME_KDS',
    ],
  ])('is refused by name', (text, message) => {
    expect(problems(text)).toEqual([message]);
  });
});

describe('everything that is wrong', () => {
  it('is told at once, by line', () => {
    const text = [
      'WORKLOAD_NAME: 5 games',
      'DATA_STACK: REDSHIFT',
      'INGEST_MODE: REAL_TIME_KDS',
      'DEV_MODE: on',
      'STREAM_SHARD_COUNT: 2',
      'STRAEM_PROVISIONED: true',
    ].join('\n');
    expect(problems(text).map((problem) => problem.split(' ').slice(0, 2).join(' '))).toEqual([
      'config.yaml:1: WORKLOAD_NAME',
      'config.yaml:2: DATA_STACK',
      'config.yaml:4: DEV_MODE',
      'config.yaml:5: STREAM_SHARD_COUNT',
      'config.yaml:6: STRAEM_PROVISIONED',
    ]);
  });
  it.each(['[]', 'text'])('includes a file that is no mapping: %j', (text) => {
    expect(problems(text)).toEqual(['config.yaml:1: must hold one KEY: value per line']);
  });
  it.each(['', '# only a comment'])('includes a file that holds nothing: %j', (text) => {
    expect(problems(text)).toEqual(['config.yaml:1: holds no keys; it must hold one KEY: value per line']);
  });
  it('names each key that is missing', () => {
    expect(problems('DEV_MODE: true')).toEqual([
      'config.yaml:1: WORKLOAD_NAME is missing',
      'config.yaml:1: DATA_STACK is missing',
      'config.yaml:1: INGEST_MODE is missing',
    ]);
  });
  it.each(['__proto__: {a: 1}', 'constructor: 1'])('includes the key of %s', (line) => {
    expect(problems(`${minimal}${line}\n`)[0]).toContain('is not a known key');
  });
});

describe('a config file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is named in its problems', () => {
    const file = join(folder, 'other.yaml');
    writeFileSync(file, 'WORKLOAD_NAME: games');
    expect(() => loadConfig(file)).toThrow(`${file}:1: DATA_STACK is missing`);
  });
  it('that is not there is a problem too', () => {
    expect(() => loadConfig(join(folder, 'none.yaml'))).toThrow('none.yaml:1: cannot be read: there is no such file');
    expect(() => loadConfig(folder)).toThrow('cannot be read: it is a folder');
  });
});
