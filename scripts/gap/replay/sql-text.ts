/** A moment in UTC as SQL has it; milliseconds since the epoch. */
export function timestamp(milliseconds: number): string {
  return `TIMESTAMP '${new Date(milliseconds).toISOString().slice(0, 23).replace('T', ' ')}'`;
}

/** `YYYY-MM-DD`, the form of the partitions. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** A timestamp as Athena prints one → milliseconds since the epoch. */
export function timeOf(printed: string | undefined): number | undefined {
  const time = Date.parse(`${printed?.replace(' ', 'T')}Z`);
  return Number.isFinite(time) ? time : undefined;
}

/** ` AND column = 'value'` for each that has a value. */
export function conditions(values: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => `AND ${column} = '${value?.replaceAll("'", "''")}'`);
}
