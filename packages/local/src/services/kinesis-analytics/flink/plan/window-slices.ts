/**
 * Windows as Flink cuts them: time is cut into slices, every window is made of whole slices, and a row belongs to one
 * slice, named by its end. All in milliseconds since the epoch; windows begin there.
 * https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/dev/table/sql/queries/window-tvf/
 */
export interface WindowSlices {
  readonly kind: 'TUMBLE' | 'HOP' | 'CUMULATE';
  readonly size: number;
  /** From the end of one window to the end of the next. */
  readonly step: number;
  readonly slice: number;
}

export function windowSlices(
  kind: WindowSlices['kind'],
  [first = 0, second = first]: readonly number[],
): WindowSlices | string {
  const [step, size] = [first, second];
  if (!(step > 0 && size > 0)) return 'intervals must be positive';
  if (kind === 'TUMBLE') return { kind, size, step: size, slice: size };
  if (size % step !== 0) return `${kind}: the size must be a multiple of the ${kind === 'HOP' ? 'slide' : 'step'}`;
  // With the size a multiple of the slide, their greatest common divisor is the slide.
  return { kind, size, step, slice: step };
}

/** SQL: the slice of a TIMESTAMP. */
export function sliceOf(time: string, { slice }: WindowSlices): string {
  return `((epoch_ms(${time}) // ${slice}) * ${slice} + ${slice})`;
}

/** SQL: the start of the window that ends at `end`. */
export function startOf(end: string, { kind, size }: WindowSlices): string {
  return kind === 'CUMULATE' ? `(((${end} - 1) // ${size}) * ${size})` : `(${end} - ${size})`;
}

/** SQL: the end of the last window that a slice belongs to. */
export function lastEndOf(slice: string, { kind, size, step }: WindowSlices): string {
  if (kind === 'TUMBLE') return slice;
  if (kind === 'HOP') return `(${slice} - ${step} + ${size})`;
  return `(((${slice} - 1) // ${size}) * ${size} + ${size})`;
}
