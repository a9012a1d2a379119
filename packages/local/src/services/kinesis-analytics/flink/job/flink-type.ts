/** Types of Flink SQL that the window runner knows. Times are in UTC. */
export type FlinkType =
  | { readonly kind: 'STRING' | 'BYTES' | 'BOOLEAN' | 'INT' | 'BIGINT' | 'DOUBLE' | 'INTERVAL' | 'NULL' }
  | { readonly kind: 'DECIMAL'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'TIMESTAMP' | 'TIMESTAMP_LTZ'; readonly precision: number }
  | { readonly kind: 'ROW'; readonly fields: Readonly<Record<string, FlinkType>> };

export const string: FlinkType = { kind: 'STRING' };
export const boolean: FlinkType = { kind: 'BOOLEAN' };
export const int: FlinkType = { kind: 'INT' };
export const bigint: FlinkType = { kind: 'BIGINT' };
const double: FlinkType = { kind: 'DOUBLE' };
export const interval: FlinkType = { kind: 'INTERVAL' };
export const timestamp: FlinkType = { kind: 'TIMESTAMP', precision: 3 };
export const localTimestamp: FlinkType = { kind: 'TIMESTAMP_LTZ', precision: 3 };

/** How Flink writes it, for messages. */
export function typeText(type: FlinkType): string {
  if (type.kind === 'DECIMAL') return `DECIMAL(${type.precision}, ${type.scale})`;
  if (type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ') return `${type.kind}(${type.precision})`;
  if (type.kind !== 'ROW') return type.kind;
  return `ROW<${Object.entries(type.fields)
    .map(([name, field]) => `${name} ${typeText(field)}`)
    .join(', ')}>`;
}

export function isTime({ kind }: FlinkType): boolean {
  return kind === 'TIMESTAMP' || kind === 'TIMESTAMP_LTZ';
}

export function isNumber({ kind }: FlinkType): boolean {
  return kind === 'INT' || kind === 'BIGINT' || kind === 'DOUBLE' || kind === 'DECIMAL';
}

const names: Readonly<Record<string, FlinkType>> = {
  STRING: string,
  BYTES: { kind: 'BYTES' },
  BOOLEAN: boolean,
  INT: int,
  INTEGER: int,
  BIGINT: bigint,
  DOUBLE: double,
};

/** `DECIMAL(38,6)` → the type; undefined for one that is not known here. NOT NULL makes no difference. */
export function readType(text: string): FlinkType | undefined {
  const [, name = '', first, second] =
    /^(\w+)\s*(?:\(\s*(\d+|2147483647)\s*(?:,\s*(\d+)\s*)?\))?(?:\s*NOT\s*NULL)?$/i.exec(text.trim()) ?? [];
  const upper = name.toUpperCase();
  if (first === undefined && names[upper]) return names[upper];
  if (upper === 'VARCHAR' && first === '2147483647') return string;
  if (upper === 'TIMESTAMP' || upper === 'TIMESTAMP_LTZ') {
    const precision = Number(first ?? 6);
    return precision <= 6 ? { kind: upper, precision } : undefined;
  }
  if (upper === 'DECIMAL' || upper === 'DEC' || upper === 'NUMERIC') {
    const [precision, scale] = [Number(first ?? 10), Number(second ?? 0)];
    return precision >= 1 && precision <= 38 && scale <= precision ? { kind: 'DECIMAL', precision, scale } : undefined;
  }
  return undefined;
}
