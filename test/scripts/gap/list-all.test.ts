import { expect, it } from 'vitest';
import { listAll } from '../../../scripts/gap/list-all.ts';

it('a list that the API ends at a token is read to its end', async () => {
  const pages: Record<string, unknown> = {
    '/applications': { Applications: ['a', 'b'], Count: 2, NextToken: 'x+/=' },
    '/applications?NextToken=x%2B%2F%3D': { Applications: ['c'], Count: 1 },
  };
  const admin = async (_: string, path: string) => pages[path];
  expect(await listAll({ admin }, '/applications', 'Applications')).toEqual(['a', 'b', 'c']);
});
