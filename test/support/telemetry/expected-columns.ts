/**
 * What a typed view must show for each event of a file, counted from its bytes by rules of its own: this imports nothing of
 * the pipeline. Numbers stay the digits that were sent (`{"#": "1.50"}`) until a column's kind is known.
 */
export interface Expected {
  /** Kind of each column, by its name. */
  readonly kinds: Readonly<Record<string, Kind>>;
  /** Values of each event, by event_id and column. */
  readonly rows: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

export type Kind = 'bigint' | 'double' | 'boolean' | 'text';
type Sent = Readonly<Record<string, unknown>>;

/** Columns of the envelope; a member of event_data with such a name has `data_` before it. */
const envelope = [
  'event_id',
  'player_id',
  'session_id',
  'platform',
  'country',
  'app_version',
  'event_name',
  'event_type',
];

export function expectedColumns(lines: readonly string[], type: string): Expected {
  const events = lines.map(parseExactly).filter(({ event_type }) => event_type === type);
  const sent = new Map<string, unknown[]>();
  for (const { event_data } of events)
    for (const [name, value] of Object.entries(event_data as Sent))
      if (value !== null && value !== '') sent.set(name, [...(sent.get(name) ?? []), value]);
  const columns = [...sent]
    .filter(([name]) => /^[A-Za-z]\w*$/.test(name))
    .flatMap(([name, values], index, all) => {
      const first = all.findIndex(([other]) => other.toLowerCase() === name.toLowerCase());
      const column = envelope.includes(name) ? `data_${name}` : name.toLowerCase();
      return first === index ? [{ name, column, kind: kindOf(values) }] : [];
    });
  const rows = events.map((event) => {
    const data = event.event_data as Sent;
    const own = columns.map(({ name, column, kind }) => [column, columnValue(data[name], kind)] as const);
    return [String(event.event_id), Object.fromEntries(own)] as const;
  });
  return { kinds: Object.fromEntries(columns.map(({ column, kind }) => [column, kind])), rows: new Map(rows) };
}

/** JSON with each number as an object that holds its digits. */
export function parseExactly(json: string): Sent {
  return JSON.parse(
    json.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
      token.startsWith('"') ? token : `{"#":"${token}"}`,
    ),
  );
}

function kindOf(values: readonly unknown[]): Kind {
  const all = (holds: (value: unknown) => boolean) => values.every(holds);
  if (all((value) => typeof value === 'boolean')) return 'boolean';
  if (!all((value) => digitsOf(value) !== undefined)) return 'text';
  const fits = (value: number) => Number.isInteger(value) && value >= -(2 ** 63) && value <= 2 ** 63;
  return all((value) => fits(Number(digitsOf(value)))) ? 'bigint' : 'double';
}

function digitsOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && '#' in value ? String(value['#']) : undefined;
}

function columnValue(value: unknown, kind: Kind): unknown {
  if (value === undefined || value === null || value === '') return null;
  const number = digitsOf(value);
  if (kind === 'double') return Number(number) + 0;
  if (kind === 'bigint')
    return String(/^-?\d+$/.test(String(number)) ? BigInt(String(number)) : BigInt(Number(number)));
  if (kind === 'boolean' || typeof value === 'string') return value;
  return number ?? (typeof value === 'object' ? value : String(value));
}
