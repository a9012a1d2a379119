import { ServiceError } from '../../../service.ts';
import {
  implementationOf,
  type ParsedInput,
  type Store,
  type TableDescription,
  type Validation,
  validationOf,
  validations,
} from './dynalite-modules.ts';
import type { LevelStore } from './level-store.ts';
import { isRefusal, toServiceError } from './refusal.ts';

/** Calls dynalite's actions in this process. Throws ServiceError with the code and message that DynamoDB gives. */
export class Dynalite {
  readonly #level: LevelStore;

  constructor(level: LevelStore) {
    this.#level = level;
  }

  async run(action: string, input: object): Promise<unknown> {
    const parsed = await this.parse(action, input);
    return this.execute(action, await this.#level.open(), parsed);
  }

  /** Checks everything that can be checked without the table, and parses the expressions. */
  async parse(action: string, input: object): Promise<ParsedInput> {
    const validation = validationOf(action);
    refuseUnknownMembers(action, input, validation);
    const store = await this.#level.open();
    return this.translated(async () => {
      // Dynalite changes its input: callers inside the process keep theirs.
      const parsed = validations.checkTypes(structuredClone(input), validation.types);
      validations.checkValidations(parsed, validation.types, validation.custom, store);
      return parsed;
    });
  }

  execute(action: string, store: Store, input: ParsedInput): Promise<unknown> {
    return this.translated(
      () =>
        new Promise((resolve, reject) => {
          implementationOf(action)(store, input, (error, output) => (error ? reject(error) : resolve(output)));
        }),
    );
  }

  async table(name: string): Promise<TableDescription | undefined> {
    const store = await this.#level.open();
    return new Promise((resolve, reject) => {
      store.getTable(name, false, (error, table) => {
        if (isRefusal(error)) resolve(undefined);
        else if (error) reject(error);
        else resolve(table);
      });
    });
  }

  async putTable(name: string, table: TableDescription): Promise<void> {
    const store = await this.#level.open();
    return new Promise((resolve, reject) => {
      store.tableDb.put(name, table, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Runs `body` with dynalite's refusals turned into ServiceError. */
  async translated<Value>(body: () => Promise<Value>): Promise<Value> {
    try {
      return await body();
    } catch (error) {
      if (isRefusal(error)) throw toServiceError(error);
      this.#level.recoverFrom(error);
      throw error;
    }
  }
}

/** Members that change nothing here: reads always see the last write. */
const harmless: ReadonlySet<string> = new Set(['ConsistentRead']);

function refuseUnknownMembers(action: string, input: object, { types }: Validation): void {
  for (const [name, value] of Object.entries(input)) {
    if (Object.hasOwn(types, name) || value === undefined || value === null || harmless.has(name)) continue;
    throw new ServiceError(
      'ValidationException',
      `${name} of dynamodb.${action} is not supported by the local runtime (see SUPPORT.md)`,
    );
  }
}
