/** A table as CloudFormation states it, in the words of DynamoDB's CreateTable. */
export interface TableSettings {
  readonly TableName: string;
  readonly AttributeDefinitions: unknown;
  readonly KeySchema: unknown;
  readonly BillingMode?: string;
  readonly ProvisionedThroughput?: unknown;
  readonly GlobalSecondaryIndexes?: readonly Readonly<Record<string, unknown>>[];
  readonly LocalSecondaryIndexes?: readonly Readonly<Record<string, unknown>>[];
}

/** What of a table cannot change while it holds data, in a form that compares by its text. */
export function shapeOf(table: {
  readonly KeySchema: unknown;
  readonly GlobalSecondaryIndexes?: readonly Readonly<Record<string, unknown>>[];
  readonly LocalSecondaryIndexes?: readonly Readonly<Record<string, unknown>>[];
}): string {
  const indexes = (list: readonly Readonly<Record<string, unknown>>[] = []) =>
    list
      .map(({ IndexName, KeySchema, Projection }) => sortedJson({ IndexName, KeySchema, Projection }))
      .sort()
      .join();
  return [
    sortedJson(table.KeySchema),
    indexes(table.GlobalSecondaryIndexes),
    indexes(table.LocalSecondaryIndexes),
  ].join(' ');
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
