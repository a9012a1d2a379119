/** Whole numbers from 0 up to, not including, the bound; the same ones for the same seed (a linear congruential generator). */
export type Random = (bound: number) => number;

export function randomFrom(seed: number): Random {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

export const application = '2f6a8c9e-7d51-4a39-9a5e-0c9b1f3d7e20';

/** The text of a record of the event stream. */
export function recordOf(event: string, id = application, requested = '1795275830123'): string {
  const rest = `"aws_ga_api_validated_flag": true, "aws_ga_api_requestId": "0", "aws_ga_api_requestTimeEpoch": ${requested}`;
  return `{"event": ${event}, "application_id": "${id}", ${rest}}`;
}

/** Texts of values that validators and parsers of JSON like to differ on. */
const values = [
  ...[
    'null',
    'true',
    '""',
    '"x"',
    '[]',
    '{}',
    '[[[]]]',
    '{"a": {"b": []}}',
    '"\\ud800"',
    '"a\\u0000b"',
    '"ü€😀"',
    '"login\\n"',
  ],
  ...['0', '-0', '1', '1.0', '1e3', '1.5', '-1', '1e400', '-1e400', '1e-400', '1E+2', '9007199254740993', '0.1'],
  ...['9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809'],
  ...['9223372036854775807.0', '-9.223372036854775808e18', '9223372036854775296', '9223372036854774784'],
  ...['1e18', '1e19', '99999999999999.9999'],
  ...['1e14', '100000000000000', '123456789012345678901234567890', `1${'0'.repeat(400)}`, `0.${'1'.repeat(1200)}`],
  ...[
    '"EUR"',
    '"EUR\\n"',
    '"en_US"',
    '"1.0"',
    '"1"',
    '"2"',
    '"1.0.5"',
    '"01.0"',
    '"1.7"',
    '"1.0\\n"',
    '"٣"',
    '"999999999.0"',
  ],
  ...[
    '"0B5C1F6E-3F52-4D6E-8F0B-000000000001"',
    '"0b5c1f6e3f524d6e8f0b000000000001"',
    '"{0B5C1F6E-3F52-4D6E-8F0B-000000000001}"',
  ],
  ...[
    '"{0b5c1f6e-3f52-4d6e-8f0b-000000000001"',
    '"0b5c1f6e3f52-4d6e-8f0b-000000000001"',
    '"auth0|5f"',
    '"a\\u0085b"',
    '"1.0 (5)"',
  ],
  ...['1795275830', '1795275830.25', '1795275830123', '1792000000', '1795279000', '1795280000', '1792683839.9995'],
];

/** Texts of which JSON.parse takes some and others not. */
const broken = [
  ...[
    '',
    ' ',
    'null',
    '[]',
    '"text"',
    '1',
    '{',
    '{}',
    '{"a":1,}',
    '{"event": 1}',
    "{'a': 1}",
    '{"a": 01}',
    '{"a": +1}',
  ],
  ...[
    '{"a": .5}',
    '{"a": 1.}',
    '{"a": NaN}',
    '{"a": Infinity}',
    '{"a": "\t"}',
    '{"a": "\\x"}',
    '{"a": 1} x',
    '{"a": 1}{}',
  ],
  ...[
    '\ufeff{}',
    '{"a": /* */ 1}',
    '{"a": 1}\n',
    '\u00a0{}',
    '{"a": "\u2028"}',
    '{"a": 1e99999999999}',
    `${'['.repeat(5000)}`,
  ],
  ...[
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    '{"application_id": "x", "event": {}}',
    '{"application_id": "", "event": {}}',
  ],
  ...['{"application_id": 7, "event": {}}', `{"application_id": "${application}", "event": null}`],
  ...[
    `{"application_id": "${application}", "event": {}}`,
    `{"application_id": "\\ud800", "event": {"event_id": "\\udfff"}}`,
  ],
];

const envelope = [
  ...['event_id', 'event_type', 'event_name', 'event_timestamp', 'event_version', 'app_version', 'event_data'],
  ...['player_id', 'session_id', 'platform', 'country', 'sent_at', '__proto__', 'constructor', 'unknown'],
];

/** Records that differ from good ones in one or several places: members, values, characters, bytes. */
export function mutatedRecords(
  events: readonly Readonly<Record<string, unknown>>[],
  random: Random,
  count: number,
): Buffer[] {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const records: Buffer[] = broken.map((text) => Buffer.from(text));
  records.push(Buffer.from([0xff]), Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), Buffer.from([0x22, 0xc0, 0x80, 0x22]));
  while (records.length < count) {
    const event = pick(events);
    const kind = random(10);
    if (kind < 5) records.push(Buffer.from(recordOf(withMembers(event, random, pick))));
    else if (kind < 7) records.push(Buffer.from(beside(JSON.stringify(event), pick)));
    else records.push(spoiled(Buffer.from(recordOf(JSON.stringify(event))), random, kind === 9));
  }
  return records;
}

/** One to three members of the event or of its data get another value, are doubled, or go. */
function withMembers(
  event: Readonly<Record<string, unknown>>,
  random: Random,
  pick: <T>(list: readonly T[]) => T,
): string {
  const members = Object.entries(event).map(([name, value]): [string, string] => [name, JSON.stringify(value)]);
  for (let changes = 1 + random(3); changes > 0; changes--) {
    const data = members.find(([name]) => name === 'event_data');
    if (data !== undefined && random(2) === 0) {
      const inner = Object.entries((event.event_data ?? {}) as Record<string, unknown>);
      const changed = inner.map(([name, value]): [string, string] => [name, JSON.stringify(value)]);
      if (changed.length > 0) pick(changed)[1] = pick(values);
      if (random(4) === 0) changed.push([pick(changed)?.[0] ?? 'x', pick(values)]);
      if (random(6) === 0) changed.splice(random(changed.length), 1);
      data[1] = textOf(changed, random);
      continue;
    }
    const name = pick(envelope);
    const at = members.findIndex(([known]) => known === name);
    if (at >= 0 && random(4) === 0) members.splice(at, 1);
    else if (at >= 0 && random(4) > 0) members[at] = [name, pick(values)];
    else members.push([name, pick(values)]);
  }
  return textOf(members, random);
}

function textOf(members: readonly [string, string][], random: Random): string {
  const space = random(4) === 0 ? '\n\t ' : '';
  const parts = members.map(([name, value]) => `${space}${nameText(name, random)}${space}:${space}${value}${space}`);
  return `{${parts.join(',')}}`;
}

function nameText(name: string, random: Random): string {
  if (random(20) > 0) return JSON.stringify(name);
  return `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}"`;
}

/** Something else in the places around the event. */
function beside(event: string, pick: <T>(list: readonly T[]) => T): string {
  const id = pick([
    application,
    application,
    application,
    'nobody',
    '2f6a8c9e-7d51-4a39-9a5e-0c9b1f3d7e21',
    '\\ud800',
    '',
  ]);
  const requested = pick([
    ...['1795275830123', '1795275900000', '1795275899999.9', '1795275901000', '1795275960001', '1792684000000'],
    ...[
      '1792683839999',
      '1735689600000',
      '1735689599999',
      '0',
      '-1',
      '1e400',
      'null',
      '"1795275830123"',
      '1795275830123.7',
    ],
  ]);
  const replayed = pick([
    '',
    '',
    ', "replayed_from": "archive"',
    ', "replayed_from": "elsewhere"',
    ', "event": 1',
    ', "x": 1e400',
  ]);
  return recordOf(event, id, `${requested}${replayed}`);
}

/** Characters or bytes are changed, doubled or left out. */
function spoiled(record: Buffer, random: Random, anyByte: boolean): Buffer {
  const bytes = [...record];
  for (let changes = 1 + random(2); changes > 0; changes--) {
    const at = random(bytes.length);
    const byte = anyByte ? random(256) : (record[random(record.length)] ?? 0);
    bytes.splice(at, random(3) === 0 ? 0 : 1, ...(random(3) === 0 ? [] : [byte]));
  }
  return Buffer.from(bytes);
}
