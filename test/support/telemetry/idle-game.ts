import type { Random } from '../../../scripts/simulate/random.ts';
import { digits, type EventData, oddText, sometimes } from './telemetry-event.ts';

/** An idle game's events: progression with a dot in its name, sources and sinks of currencies that grow without bound. */
export const idleGame: Readonly<Record<string, (random: Random) => EventData>> = {
  'progression.start': (random) => ({
    progression01: `world_${random.integer(1, 9)}`,
    progression02: sometimes(random, oddText(random)),
    attempt_num: random.integer(1, 50),
    score: sometimes(random, random.integer(0, 1_000_000)),
  }),
  'progression.complete': (random) => ({
    progression01: `world_${random.integer(1, 9)}`,
    duration: digits(random.pick(['12.500', '0.0', '86400', '1E+2'])),
    stars: random.pick([1, 2, 3, null]),
    perfect: random.pick([true, false, 1, 'yes']),
  }),
  resource_sink: (random) => ({
    flowType: 'Sink',
    currency: random.pick(['gold', 'gems', 'prestige']),
    amount: digits(random.pick(['12345678901234567890123', '1.5e30', '250', '0.5', '99999999999999999999'])),
    gold_spent: digits(random.pick(['12345678.99', '0.01', '3', '7.10'])),
    balance_after: sometimes(random, random.pick(['1.23aa', '4.56ab', '999'])),
    item_type: random.pick(['boost', 'upgrade']),
    meta: sometimes(random, { multiplier: 1e300, path: ['a', { deep: [1, [2, [3]]] }], note: oddText(random) }),
  }),
  resource_source: (random) => ({
    flowType: 'Source',
    currency: random.pick(['gold', 'gems']),
    amount: digits(random.pick(['9223372036854775807', '-9223372036854775808', '0', '42'])),
    offline_seconds: sometimes(random, random.integer(0, 604_800)),
    rate: digits(random.pick(['0.30000000000000004', '1e-7', '123456789.123456789', '5'])),
    list: random.pick([['a'], [], [null, 1, 'x']]),
  }),
};
