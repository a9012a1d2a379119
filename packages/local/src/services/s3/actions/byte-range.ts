import { ServiceError } from '../../../service.ts';

export interface ByteRange {
  readonly start: number;
  readonly length: number;
  readonly isPartial: boolean;
}

/**
 * The bytes that a `Range` header asks for. A header of another form is ignored; a range behind the end is
 * `InvalidRange` (416): https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function rangeOf(header: string | undefined, size: number): ByteRange {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return { start: 0, length: size, isPartial: false };
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < start) return { start: 0, length: size, isPartial: false };
  if (start >= size) throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416);
  return { start, length: last - start + 1, isPartial: true };
}
