import type { Connection } from './connection.ts';

/**
 * A list of the admin API, whole: the API ends a very long one at a token even when nobody asked for pages. `member` is
 * what it calls its rows. Throws what `admin` throws.
 */
export async function listAll<Row>(
  connection: Pick<Connection, 'admin'>,
  path: string,
  member: string,
): Promise<Row[]> {
  const rows: Row[] = [];
  let token: string | undefined;
  do {
    const query = token === undefined ? '' : `?NextToken=${encodeURIComponent(token)}`;
    const page = (await connection.admin('GET', path + query)) as Record<string, Row[]> & { NextToken?: string };
    rows.push(...(page[member] ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return rows;
}
