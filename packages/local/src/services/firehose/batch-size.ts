import { codeOf } from '../s3/durable-files.ts';

/** The size never shrinks below this, however full the disk is. */
const minBatchBytes = 1 << 20;

/** The size at which a batch ends: the configured size, or less while the disk is too full for a whole batch. */
export class BatchSize {
  readonly #configuredBytes: number;
  #maxBytes: number;

  constructor(configuredBytes: number) {
    this.#configuredBytes = configuredBytes;
    this.#maxBytes = configuredBytes;
  }

  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** Returns true if the disk was full and a smaller batch may fit. */
  shrinkAfter(error: unknown): boolean {
    if (!isDiskFull(error) || this.#maxBytes <= minBatchBytes) return false;
    this.#maxBytes = Math.max(minBatchBytes, this.#maxBytes / 8);
    return true;
  }

  growAfterDelivery(): void {
    this.#maxBytes = Math.min(this.#configuredBytes, this.#maxBytes * 2);
  }
}

/** DuckDB reports a full disk by message only, without an error code. */
function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '') || /no space left on device/i.test(String(error));
}
