import { type Action, ServiceError } from '../../service.ts';
import type { GlueContext } from './context.ts';
import type { DatabaseInput } from './entities.ts';
import { pageOf } from './page.ts';
import { catalogPermissions } from './permissions.ts';
import { putDatabase } from './put-entities.ts';

interface Named {
  Name: string;
}

export function databaseActions(context: GlueContext): Record<string, Action> {
  const { runtime, catalog } = context;
  return {
    GetDatabase: {
      permissions: ({ Name }: Named) => catalogPermissions(runtime, 'GetDatabase', Name),
      run: ({ Name }: Named) => ({ Database: catalog().database(Name) }),
    },
    GetDatabases: {
      permissions: () => catalogPermissions(runtime, 'GetDatabases'),
      run: ({ NextToken, MaxResults }: { NextToken?: string; MaxResults?: number }) => {
        const { items, nextToken } = pageOf(catalog().databases(), MaxResults, NextToken);
        return { DatabaseList: items, NextToken: nextToken };
      },
    },
    CreateDatabase: {
      permissions: ({ DatabaseInput }: { DatabaseInput: DatabaseInput }) =>
        catalogPermissions(runtime, 'CreateDatabase', DatabaseInput.Name),
      run: async ({ DatabaseInput }: { DatabaseInput: DatabaseInput }) => {
        const name = DatabaseInput.Name.toLowerCase();
        if (
          catalog()
            .databases()
            .some((database) => database.Name === name)
        ) {
          throw new ServiceError('AlreadyExistsException', 'Database already exists.');
        }
        await putDatabase(context, DatabaseInput);
        return {};
      },
    },
    DeleteDatabase: {
      permissions: ({ Name }: Named) => catalogPermissions(runtime, 'DeleteDatabase', Name, '*'),
      run: async ({ Name }: Named) => {
        await catalog().removeDatabase(Name);
        return {};
      },
    },
  };
}
