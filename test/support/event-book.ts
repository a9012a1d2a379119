import { AnswerBook } from '../../scripts/simulate/answers.ts';
import type { SimulatedEvent } from '../../scripts/simulate/event.ts';

/** The simulator's book, which also keeps what must become of each event. */
export class EventBook extends AnswerBook {
  readonly accepted = new Set<string>();
  /** `reason path` of each. */
  readonly quarantined = new Map<string, string>();

  override accept(event: SimulatedEvent, corrected?: boolean): void {
    super.accept(event, corrected);
    this.accepted.add(event.event_id);
  }

  override quarantine(...[event, reason, path]: Parameters<AnswerBook['quarantine']>): void {
    super.quarantine(event, reason, path);
    this.quarantined.set(event.event_id, `${reason} ${path}`);
  }
}

/** As many lines of a simulation. Throws when it has fewer. */
export function* firstLines(lines: Iterator<string>, count: number): Generator<string> {
  for (let line = 0; line < count; line++) {
    const { value, done } = lines.next();
    if (done) throw new Error(`the simulation ended after ${line} lines`);
    yield value;
  }
}
