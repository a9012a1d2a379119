import { describe, expect, it } from 'vitest';
import { RuntimeService } from '../src/runtime-service.ts';
import { ServiceGraph } from '../src/service-graph.ts';

/** Says in `done` what it was asked to do; each takes as long as its name is long. */
class Recorded extends RuntimeService {
  readonly service;
  override readonly dependsOn: readonly string[];
  readonly #done: string[];
  readonly #fails: boolean;

  constructor(done: string[], name: string, dependsOn: readonly string[] = [], fails = false) {
    super();
    this.service = { name, actions: {} };
    this.dependsOn = dependsOn;
    this.#done = done;
    this.#fails = fails;
  }

  override start = () => this.#do('start');
  override flush = () => this.#do('flush');
  override close = () => this.#do('close');
  override status = () => ({ [this.name]: 'runs' });

  async #do(what: string): Promise<void> {
    for (let turn = 0; turn < this.name.length; turn++) await Promise.resolve();
    this.#done.push(`${what} ${this.name}`);
    if (this.#fails) throw new Error(`${this.name} cannot ${what}`);
  }
}

describe('the services of a run', () => {
  it('start after what they depend on, and close before it, in whatever order they are listed', async () => {
    const done: string[] = [];
    const graph = new ServiceGraph([
      new Recorded(done, 'a-table-with-a-long-name'),
      new Recorded(done, 'gateway', ['function', 'stream']),
      new Recorded(done, 'function', ['a-table-with-a-long-name']),
      new Recorded(done, 'stream'),
      new Recorded(done, 'mapping', ['stream', 'function']),
    ]);
    await graph.start();
    await graph.close();
    const before = (first: string, second: string) => expect(done.indexOf(first)).toBeLessThan(done.indexOf(second));
    before('start a-table-with-a-long-name', 'start function');
    before('start function', 'start gateway');
    before('start stream', 'start mapping');
    before('close gateway', 'close function');
    before('close mapping', 'close function');
    before('close mapping', 'close stream');
    before('close function', 'close a-table-with-a-long-name');
    expect(done).toHaveLength(10);
  });

  it('are all flushed and closed when one fails, whose error is thrown in the end', async () => {
    const done: string[] = [];
    const graph = new ServiceGraph([
      new Recorded(done, 'mapping', ['stream'], true),
      new Recorded(done, 'stream'),
      new Recorded(done, 'delivery', ['stream']),
    ]);
    await expect(graph.flush()).rejects.toThrow('mapping cannot flush');
    await expect(graph.close()).rejects.toThrow('mapping cannot close');
    expect(done.toSorted()).toEqual([
      'close delivery',
      'close mapping',
      'close stream',
      'flush delivery',
      'flush mapping',
      'flush stream',
    ]);
  });

  it('are shown as one status', async () => {
    const graph = new ServiceGraph([new Recorded([], 'one'), new Recorded([], 'two')]);
    expect(await graph.status()).toEqual({ one: 'runs', two: 'runs' });
  });

  it.each([
    ['one that does not exist', [['a', ['b']]], 'the service a depends on b, which does not exist'],
    [
      'each other',
      [
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['a']],
      ],
      'in a circle: a -> b -> c -> a',
    ],
  ] as const)('must not depend on %s', (_, services, message) => {
    const make = () => new ServiceGraph(services.map(([name, dependsOn]) => new Recorded([], name, dependsOn)));
    expect(make).toThrow(message);
  });
});
