import type { Random } from '../../../scripts/simulate/random.ts';
import { digits, type EventData, oddText, sometimes } from './telemetry-event.ts';

/** A mobile game's events with the names of Firebase Analytics and GameAnalytics. */
export const mobile: Readonly<Record<string, (random: Random) => EventData>> = {
  screen_view: (random) => ({
    firebase_screen: sometimes(random, random.pick(['Home', 'Shop', 'Ranking'])),
    firebase_screen_id: digits(random.pick(['-8223372036854775807', '9223372036854775807', '4611686018427387905'])),
    ga_session_id: random.integer(1_700_000_000, 1_800_000_000),
    engagement_time_msec: sometimes(random, random.integer(0, 90_000)),
    _sc: 'MainActivity',
    entrances: random.pick([1, undefined]),
  }),
  level_up: (random) => ({
    level: random.integer(1, 300),
    character: sometimes(random, oddText(random)),
    score: digits(random.pick(['1.0', '2', '17.0', '3e2'])),
    debug_event: random.chance(0.5),
  }),
  in_app_purchase: (random) => ({
    product_id: random.pick(['com.game.gems_500', 'com.game.no-ads']),
    price: digits(random.pick(['0.99', '4.99', '109.990', '1e1', '0.1'])),
    price_micros: random.integer(990_000, 109_990_000) * 1000,
    currency: sometimes(random, random.pick(['EUR', 'JPY', 'BRL'])),
    quantity: random.pick([1, 2]),
    subscription: random.pick([true, false, null]),
    value: random.pick([4.99, 10, '4.99', '12,50']),
    receipt: { store: random.pick(['google', 'apple']), signature: `MEUCIQ${'x'.repeat(80)}==` },
  }),
  ad_impression: (random) => ({
    ad_platform: random.pick(['AppLovin', 'ironSource']),
    ad_format: random.pick(['REWARDED', 'INTERSTITIAL', 'BANNER']),
    ad_unit_name: sometimes(random, oddText(random)),
    currency: 'USD',
    value: random.next() / 1000,
  }),
  design: (random) => ({
    event_id: `Shop:${random.pick(['Open', 'Close'])}:${oddText(random)}`,
    value: random.pick([1, -0.5, 1e21, digits('1.7976931348623157e308'), digits('-0'), null]),
    sdk_version: 'unity 7.3.1',
    os_version: random.pick(['ios 17.2', 'android 14']),
    limit_ad_tracking: random.chance(0.3),
    custom_fields: random.pick([{}, { ab_group: 'B', weight: 0.25 }, { ab_group: null, tags: ['a', 'ü'] }]),
    user_id: oddText(random),
    connection_type: random.pick(['wifi', 'wwan', '', 'offline']),
    platform: random.pick(['ios', 'android']),
  }),
};
