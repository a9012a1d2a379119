import type { EventRecorder } from './event.ts';

const items = [
  { item_id: 'sword_01', price: 120, item_rarity: 'rare' },
  { item_id: 'shield_04', price: 80, item_rarity: 'common' },
  { item_id: 'potion_12', price: 15, item_rarity: 'common' },
  { item_id: 'cape_07', price: 400, item_rarity: 'epic' },
] as const;
const packs = [
  { item_id: 'gold_100', gold: 100, price: 0.99 },
  { item_id: 'gold_600', gold: 600, price: 4.99 },
  { item_id: 'gold_1300', gold: 1300, price: 9.99 },
  { item_id: 'gold_3000', gold: 3000, price: 19.99 },
] as const;
const currency_id = 'gold';

/** Gives the player gold; the balance is what the player has afterwards. */
export function earn(recorder: EventRecorder, amount: number, source: string, source_id: string): void {
  const { player } = recorder;
  player.gold += amount;
  recorder.emit('currency_earned', { currency_id, amount, source, source_id, balance: player.gold });
}

/** The player looks at an item, and buys it when the gold is enough. */
export function visitShop(recorder: EventRecorder): void {
  const { player, random } = recorder;
  const { item_id, price, item_rarity } = random.pick(items);
  recorder.emit('item_viewed', { item_id, item_version: '1' });
  if (player.gold < price || random.chance(0.4)) return;
  player.gold -= price;
  recorder.emit('currency_spent', { currency_id, amount: price, sink: 'shop', item_id, balance: player.gold }, 1);
  recorder.emit('item_acquired', { item_id, item_version: '1', quantity: 1, source: 'purchase', item_rarity });
}

/** A purchase of gold with money. */
export function buyGold(recorder: EventRecorder): void {
  const { player, random } = recorder;
  const { item_id, gold, price } = random.pick(packs);
  const item_amount = random.integer(1, 2);
  const transaction_id = random.uuid();
  const purchase = { item_id, item_version: '1', item_amount, currency_type: 'USD', country_id: player.country };
  // In cents, so that two packs for 4.99 are 9.98 and nothing else.
  const currency_amount = (Math.round(price * 100) * item_amount) / 100;
  recorder.emit('iap_transaction', { ...purchase, currency_amount, transaction_id }, 2);
  earn(recorder, gold * item_amount, 'purchase', transaction_id);
}

/** A rewarded advertisement: gold for those who watch it to its end. */
export function watchAd(recorder: EventRecorder): void {
  const { random } = recorder;
  const completed = random.chance(0.85);
  const watched_seconds = completed ? 30 : random.integer(2, 29);
  const revenue = random.integer(2000, 18_000) / 1_000_000;
  const ad = { ad_network: random.pick(['north', 'south']), ad_format: 'rewarded', placement: 'results' };
  recorder.emit('ad_impression', { ...ad, revenue, currency: 'USD', watched_seconds, completed }, watched_seconds);
  if (completed) earn(recorder, 10, 'ad', ad.placement);
}
