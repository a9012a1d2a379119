/** How many requests a method takes: `rate` a second on average, `burst` at once. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html */
class TokenBucket {
  readonly #throttle: Throttle;
  readonly #now: () => number;
  #tokens: number;
  #filledMs: number;

  constructor(throttle: Throttle, now: () => number) {
    this.#throttle = throttle;
    this.#now = now;
    this.#tokens = throttle.burst;
    this.#filledMs = now();
  }

  /** False when there is no token left for one more request. */
  take(): boolean {
    const now = this.#now();
    const { rate, burst } = this.#throttle;
    this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, now - this.#filledMs) / 1000) * rate);
    this.#filledMs = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** One of a stage's MethodSettings; `resourcePath` as CloudFormation has it: `/*`, or `/~1applications~1{id}`. */
export interface MethodSetting {
  readonly resourcePath: string;
  /** `*` or one method. */
  readonly httpMethod: string;
  readonly throttle: Throttle | undefined;
}

/** The buckets of a stage: one for each method, by the most specific setting that throttles it. */
export class StageThrottle {
  readonly #settings: ReadonlyMap<string, Throttle>;
  readonly #now: () => number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(settings: readonly MethodSetting[], now: () => number) {
    this.#now = now;
    this.#settings = new Map(
      settings.flatMap(({ resourcePath, httpMethod, throttle }) =>
        throttle ? [[`${decodePath(resourcePath)} ${httpMethod}`, throttle] as const] : [],
      ),
    );
  }

  /** False when the request is one too many. */
  take(path: string, method: string): boolean {
    if (this.#settings.size === 0) return true;
    const key = `${path} ${method}`;
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      const names = [key, `${path} *`, `/* ${method}`, '/* *'];
      const throttle = names.map((name) => this.#settings.get(name)).find((found) => found !== undefined);
      if (!throttle) return true;
      bucket = new TokenBucket(throttle, this.#now);
      this.#buckets.set(key, bucket);
    }
    return bucket.take();
  }
}

function decodePath(resourcePath: string): string {
  const path = resourcePath.replaceAll('~1', '/');
  return path.startsWith('//') ? path.slice(1) : path;
}
