import { expect, test } from 'vitest';
import { findApplicationId, findKeyId } from '../../../scripts/gap/find-application.ts';

const first = '73483745-d232-4437-9d75-0f362d8232d9';
const second = '7348ffff-d232-4437-9d75-0f362d8232d9';
const third = '0cc63e43-31e3-83b7-b86f-d6bd55139b27';

const applications = [
  { ApplicationId: first, ApplicationName: 'My game' },
  { ApplicationId: second, ApplicationName: 'Twice' },
  { ApplicationId: third, ApplicationName: 'Twice' },
];
const keys = [
  { ApiKeyId: first, ApiKeyName: 'server', ApiKeyPrefix: '478uneec' },
  { ApiKeyId: third, ApiKeyName: '7348', ApiKeyPrefix: 'b3Q2+bMM' },
];
const connection = {
  admin: async (_method: string, path: string) =>
    path.endsWith('/authorizations') ? { Authorizations: keys } : { Applications: applications },
};

test.each([
  ['its id, without a call', second.replace('7348', 'abcd'), second.replace('7348', 'abcd')],
  ['its name', 'My game', first],
  ['the first characters of its id', '73483', first],
])('an application is found by %s', async (_, given, id) => {
  expect(await findApplicationId(connection, given)).toBe(id);
});

test.each([
  ['none has the name', 'My', /^there is no application My: see gap apps list$/],
  ['several have the name', 'Twice', /^Twice may be any of 2 applications: 7348ffff.* \(Twice\), 0cc63e43/],
  ['several ids begin so', '7348', /^7348 may be any of 2 applications/],
])('it is refused when %s', async (_, given, reason) => {
  await expect(findApplicationId(connection, given)).rejects.toThrow(reason);
});

test.each([
  ['its name', 'server', first],
  ['the first characters of its value', '478uneec', first],
  ['its name before another’s prefix', '7348', third],
])('a key is found by %s', async (_, given, id) => {
  expect(await findKeyId(connection, first, given)).toBe(id);
});
