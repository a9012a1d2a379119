import { expect, test } from 'vitest';
import type { Principal, Services } from '../../../src/service.ts';
import { RegisteredPartitions } from '../../../src/services/athena/tables/registered-partitions.ts';
import type { Table } from '../../../src/services/glue/entities.ts';

const caller: Principal = { arn: 'arn:aws:iam::000000000000:root' } as Principal;

/** A catalog in which every look finds one partition more, two to a page. */
function growingCatalog(): { services: Services; looks: () => number } {
  let looks = 0;
  const call = async (_service: string, _action: string, input: { NextToken?: string }) => {
    if (input.NextToken !== undefined) return { Partitions: [{ Values: ['last'] }] };
    looks += 1;
    return { Partitions: [{ Values: [String(looks)] }], NextToken: 'more' };
  };
  return { services: { call } as unknown as Services, looks: () => looks };
}

const table = (name: string): Table => ({ DatabaseName: 'lake', Name: name }) as Table;

test('a query that reads a table more than once sees one state of its partitions, the next query the next', async () => {
  const { services, looks } = growingCatalog();
  const query = new RegisteredPartitions(services, caller);
  const [first, again] = await Promise.all([query.of(table('jumps')), query.of(table('jumps'))]);
  expect(first.map(({ Values }) => Values)).toEqual([['1'], ['last']]);
  expect([again, await query.of(table('jumps'))]).toEqual([first, first]);
  expect(looks()).toBe(1);
  expect((await new RegisteredPartitions(services, caller).of(table('jumps')))[0]?.Values).toEqual(['2']);
});

test('each table has its own', async () => {
  const { services } = growingCatalog();
  const query = new RegisteredPartitions(services, caller);
  expect((await query.of(table('jumps')))[0]?.Values).toEqual(['1']);
  expect((await query.of(table('runs')))[0]?.Values).toEqual(['2']);
});
