/** Fields that by their name tell something about a person. */
const personalName =
  /(^|_)(player|user|account|device|customer|friend|opponent|sender|receiver|recipient|advertising|installation)s?(_ids?|_names?)?$|(^|_)(e?mail|ip|ip_address|address|phone|birthday|birth_date|age|gender|nickname|first_name|last_name|real_name|latitude|longitude)$/i;
const personalText = /^[^@\s]+@[^@\s]+\.[a-z]+$|^\d{1,3}(\.\d{1,3}){3}$/i;

/** Whether a field's name says that its value belongs to a person. `levelPlayerId` is read like `level_player_id`. */
export function isPersonal(name: string): boolean {
  return personalName.test(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2'));
}

/** Replaces what belongs to persons in an event; the same person gets the same name throughout. */
export class Pseudonyms {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** The event with its player, its session and every personal value inside event_data replaced. */
  replaceIn(event: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const replaced: Record<string, unknown> = { ...event };
    if (typeof event.player_id === 'string') replaced.player_id = this.#name(event.player_id, 'player');
    if (typeof event.session_id === 'string') replaced.session_id = this.#name(event.session_id, 'session');
    if (event.event_data !== undefined) replaced.event_data = this.#value(event.event_data, false);
    return replaced;
  }

  #value(value: unknown, personal: boolean): unknown {
    if (typeof value === 'string') {
      const known = this.#names.get(value);
      if (known !== undefined) return known;
      return personal || personalText.test(value) ? this.#name(value, 'person') : value;
    }
    if (typeof value === 'number') return personal ? 1 : value;
    if (Array.isArray(value)) return value.map((item) => this.#value(item, personal));
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(([name, member]) => [
      name,
      this.#value(member, personal || isPersonal(name)),
    ]);
    return Object.fromEntries(members);
  }

  #name(text: string, kind: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    this.#names.set(text, `${kind}-${count}`);
    return `${kind}-${count}`;
  }
}
