import type { Permission } from '../../service.ts';
import type { Verdict } from './authorization.ts';

const maxVerdicts = 10_000;

/**
 * Verdicts that follow from caller, action and resource alone. Maps within maps: joining the three into one key costs
 * more than looking each of them up.
 */
export class VerdictCache {
  readonly #byCaller = new Map<string, Map<string, Map<string, Verdict>>>();
  #size = 0;

  get(caller: string, { action, resource }: Permission): Verdict | undefined {
    return this.#byCaller.get(caller)?.get(action)?.get(resource);
  }

  set(caller: string, { action, resource }: Permission, verdict: Verdict): void {
    if (this.#size >= maxVerdicts) this.clear();
    const byAction = this.#byCaller.get(caller) ?? new Map<string, Map<string, Verdict>>();
    const byResource = byAction.get(action) ?? new Map<string, Verdict>();
    this.#byCaller.set(caller, byAction);
    byAction.set(action, byResource);
    byResource.set(resource, verdict);
    this.#size++;
  }

  clear(): void {
    this.#byCaller.clear();
    this.#size = 0;
  }
}
