import { ServiceError } from '../../service.ts';

/** One page of a list: the token is the position of the next item. */
export function pageOf<Item>(items: readonly Item[], limit = 100, token = '0'): { items: Item[]; nextToken?: string } {
  const start = Number(token);
  if (!Number.isInteger(start) || start < 0) throw new ServiceError('InvalidInputException', 'Invalid NextToken.');
  const end = start + limit;
  return { items: items.slice(start, end), nextToken: end < items.length ? String(end) : undefined };
}
