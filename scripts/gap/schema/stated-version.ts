/** Which schema an event's `event_version` asks for. */
export interface StatedVersion {
  readonly major: number;
  /** Undefined: any of the major. */
  readonly minor: number | undefined;
}

const part = '(0|[1-9]\\d{0,4})';
const pattern = new RegExp(`^${part}(?:\\.${part}(?:\\.\\d+)?)?$`);

/** `1`, `1.0`, `1.0.5`; undefined for what no folder of a registry can be named after. */
export function statedVersion(text: unknown): StatedVersion | undefined {
  const match = typeof text === 'string' ? pattern.exec(text) : null;
  if (match === null) return undefined;
  return { major: Number(match[1]), minor: match[2] === undefined ? undefined : Number(match[2]) };
}
