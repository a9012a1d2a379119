import type { CustomResourceRequest, CustomResourceResult } from '../../custom-resource.ts';
import type { ViewCatalog, ViewInput } from './view-catalog.ts';

/** Glue takes ten calls a second or so from one account without throttling. */
const callsAtOnce = 5;

/**
 * Makes the catalog's views those of this deployment: creates what is missing, updates the others and deletes those of
 * event types that are gone. Deleting the resource deletes all of them; it never touches what it did not make.
 */
export async function defineViews(
  { RequestType }: Pick<CustomResourceRequest<unknown>, 'RequestType'>,
  views: readonly ViewInput[],
  catalog: ViewCatalog,
): Promise<CustomResourceResult> {
  const wanted = RequestType === 'Delete' ? [] : views;
  const names = new Set(wanted.map(({ Name }) => Name));
  const present = await catalog.list();
  await eachOf(wanted, (view) => (present.has(view.Name) ? catalog.update(view) : catalog.create(view)));
  await eachOf(
    [...present].filter((name) => !names.has(name)),
    (name) => catalog.delete(name),
  );
  return { physicalResourceId: 'event-type-views' };
}

async function eachOf<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await run(item);
  };
  await Promise.all(Array.from({ length: callsAtOnce }, worker));
}
