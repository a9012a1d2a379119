import { type Action, ServiceError } from '../../../service.ts';
import type { NamedQuery } from '../named-queries.ts';
import { type AthenaContext, onWorkGroup, pageOf } from './context.ts';

interface NamedQueryInput {
  Name: string;
  Description?: string;
  Database: string;
  QueryString: string;
  WorkGroup?: string;
}

interface Listing {
  WorkGroup?: string;
  MaxResults?: number;
  NextToken?: string;
}

interface StatementInput {
  StatementName: string;
  WorkGroup: string;
  QueryStatement: string;
  Description?: string;
}

export function savedQueryActions(context: AthenaContext): Record<string, Action> {
  const { saved, workGroups, runtime } = context;
  const onStatement =
    (action: string) =>
    ({ WorkGroup }: { WorkGroup: string }) =>
      onWorkGroup(context, action, WorkGroup);
  const put = ({ WorkGroup, ...statement }: StatementInput) => {
    const WorkGroupName = workGroups.get(WorkGroup).name;
    saved.addPrepared({ ...statement, WorkGroupName, LastModifiedTime: runtime.clock.now() / 1000 });
    return {};
  };
  const find = ({ StatementName, WorkGroup }: { StatementName: string; WorkGroup: string }) => {
    const statement = saved.prepared(WorkGroup, StatementName);
    if (statement !== undefined) return statement;
    throw new ServiceError('ResourceNotFoundException', `PreparedStatement ${StatementName} was not found`);
  };
  return {
    CreateNamedQuery: {
      permissions: ({ WorkGroup = 'primary' }: NamedQueryInput) => onWorkGroup(context, 'CreateNamedQuery', WorkGroup),
      run: ({ WorkGroup = 'primary', Name, Description, Database, QueryString }: NamedQueryInput) => {
        workGroups.get(WorkGroup);
        return { NamedQueryId: saved.addNamed({ WorkGroup, Name, Description, Database, QueryString }) };
      },
    },
    GetNamedQuery: {
      permissions: ({ NamedQueryId }: { NamedQueryId: string }) => {
        return onWorkGroup(context, 'GetNamedQuery', named(context, NamedQueryId).WorkGroup);
      },
      run: ({ NamedQueryId }: { NamedQueryId: string }) => ({ NamedQuery: named(context, NamedQueryId) }),
    },
    BatchGetNamedQuery: {
      permissions: ({ NamedQueryIds }: { NamedQueryIds: string[] }) => {
        const groups = new Set(NamedQueryIds.flatMap((id) => saved.named.get(id)?.WorkGroup ?? []));
        return [...groups].flatMap((group) => onWorkGroup(context, 'BatchGetNamedQuery', group));
      },
      run: ({ NamedQueryIds }: { NamedQueryIds: string[] }) => ({
        NamedQueries: NamedQueryIds.flatMap((id) => saved.named.get(id) ?? []),
        UnprocessedNamedQueryIds: NamedQueryIds.filter((id) => !saved.named.has(id)).map((id) => ({
          NamedQueryId: id,
          ErrorCode: 'INVALID_QUERY_ID',
        })),
      }),
    },
    ListNamedQueries: {
      permissions: ({ WorkGroup = 'primary' }: Listing) => onWorkGroup(context, 'ListNamedQueries', WorkGroup),
      run: ({ WorkGroup = 'primary', MaxResults, NextToken }: Listing) => {
        const ids = [...saved.named.values()]
          .filter((query) => query.WorkGroup === WorkGroup)
          .map((query) => query.NamedQueryId);
        const { items, ...page } = pageOf(ids, MaxResults, NextToken);
        return { NamedQueryIds: items, ...page };
      },
    },
    CreatePreparedStatement: { permissions: onStatement('CreatePreparedStatement'), run: put },
    UpdatePreparedStatement: {
      permissions: onStatement('UpdatePreparedStatement'),
      run: (input: StatementInput) => {
        find(input);
        return put(input);
      },
    },
    GetPreparedStatement: {
      permissions: onStatement('GetPreparedStatement'),
      run: (input: StatementInput) => ({ PreparedStatement: find(input) }),
    },
    ListPreparedStatements: {
      permissions: onStatement('ListPreparedStatements'),
      run: ({ WorkGroup, MaxResults, NextToken }: Listing & { WorkGroup: string }) => {
        const { items, ...page } = pageOf(saved.preparedOf(workGroups.get(WorkGroup).name), MaxResults, NextToken);
        const summaries = items.map(({ StatementName, LastModifiedTime }) => ({ StatementName, LastModifiedTime }));
        return { PreparedStatements: summaries, ...page };
      },
    },
    DeletePreparedStatement: {
      permissions: onStatement('DeletePreparedStatement'),
      run: (input: StatementInput) => {
        find(input);
        saved.removePrepared(input.WorkGroup, input.StatementName);
        return {};
      },
    },
  };
}

function named({ saved }: AthenaContext, id: string): NamedQuery {
  const query = saved.named.get(id);
  if (query === undefined) throw new ServiceError('InvalidRequestException', `NamedQuery ${id} was not found`);
  return query;
}
