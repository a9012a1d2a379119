import { describe, expect, test } from 'vitest';
import { defineViews } from '../../../../functions/platform/define-views/define-views.ts';
import type { ViewCatalog } from '../../../../functions/platform/define-views/view-catalog.ts';

/** A catalog with these views of an earlier deployment; `calls` says what was done to it. */
function catalogOf(...present: string[]) {
  const names = new Set(present);
  const calls: string[] = [];
  const catalog: ViewCatalog = {
    list: async () => new Set(names),
    create: async ({ Name }) => void calls.push(`create ${Name}`),
    update: async ({ Name }) => void calls.push(`update ${Name}`),
    delete: async (name) => void calls.push(`delete ${name}`),
  };
  return { catalog, calls };
}

const views = (...names: string[]) => names.map((Name) => ({ Name }));

describe('the views of event types', () => {
  test('are all made by the first deployment, however many there are', async () => {
    const { catalog, calls } = catalogOf();
    const names = Array.from({ length: 200 }, (_, index) => `type_${index}`);
    await defineViews({ RequestType: 'Create' }, views(...names), catalog);
    expect(calls.sort()).toEqual(names.map((name) => `create ${name}`).sort());
  });

  test('follow the event types: new, changed and gone', async () => {
    const { catalog, calls } = catalogOf('login', 'logout');
    await defineViews({ RequestType: 'Update' }, views('login', 'purchase'), catalog);
    expect(calls.sort()).toEqual(['create purchase', 'delete logout', 'update login']);
  });

  test('go with the stack', async () => {
    const { catalog, calls } = catalogOf('login', 'logout');
    await defineViews({ RequestType: 'Delete' }, views('login', 'logout'), catalog);
    expect(calls.sort()).toEqual(['delete login', 'delete logout']);
  });

  test('keep their id, so that a change of them is never a replacement', async () => {
    const first = await defineViews({ RequestType: 'Create' }, views('login'), catalogOf().catalog);
    const second = await defineViews({ RequestType: 'Update' }, views('logout'), catalogOf('login').catalog);
    expect(second.physicalResourceId).toBe(first.physicalResourceId);
  });

  test('fail the deployment with the first call that Glue refuses', async () => {
    const { catalog } = catalogOf();
    const failing = { ...catalog, create: async () => Promise.reject(new Error('AlreadyExistsException')) };
    await expect(defineViews({ RequestType: 'Create' }, views('mine'), failing)).rejects.toThrow('AlreadyExists');
  });
});
