import type { Random } from '../../../scripts/simulate/random.ts';
import { digits, type EventData, oddText, sometimes } from './telemetry-event.ts';

/** A shooter's and an arena's events with the names of PUBG telemetry and of Riot's match timelines. */
export const shooter: Readonly<Record<string, (random: Random) => EventData>> = {
  LogPlayerKillV2: (random) => ({
    attackId: random.integer(-1, 300_000_000),
    dBNOId: digits(random.pick(['-1', '9007199254740993', '83886080'])),
    killer: random.chance(0.9) ? character(random) : null,
    victim: character(random),
    assists_AccountId: Array.from({ length: random.integer(0, 3) }, () => `account.${random.uuid()}`),
    killerDamageInfo: { damageReason: random.pick(['HeadShot', 'ArmShot', '']), distance: random.next() * 1e5 },
    isSuicide: random.chance(0.1),
    distance: digits(random.pick(['-1', '1523.4976806640625', '0.1000000014901161', '3.4028234663852886e38'])),
    common: { isGame: digits(random.pick(['0.1', '1', '2.5'])) },
    _T: 'LogPlayerKillV2',
  }),
  LogItemPickup: (random) => ({
    item: { itemId: 'Item_Weapon_AK47_C', stackCount: random.integer(1, 60), attachedItems: [] },
    order: random.integer(0, 9),
    group: sometimes(random, random.pick(['a', 'b'])),
    timestamp: random.integer(0, 2_000_000),
    select: oddText(random),
  }),
  CHAMPION_KILL: (random) => ({
    killerId: random.integer(0, 10),
    victimId: random.integer(1, 10),
    bounty: random.pick([300, 450.5, 0]),
    position: { x: random.integer(-120, 14_870), y: random.integer(-120, 14_980) },
    assistingParticipantIds: random.pick([[1, 2], [], undefined, null]),
    killStreakLength: sometimes(random, random.integer(0, 8)),
    victimDamageReceived: [{ basic: random.chance(0.5), magicDamage: random.integer(0, 900), name: oddText(random) }],
    timestamp: digits(String(1_700_000_000_000_000_000n + BigInt(random.integer(0, 999_999)))),
  }),
  ELITE_MONSTER_KILL: (random) => ({
    monsterType: random.pick(['DRAGON', 'BARON_NASHOR', 'RIFTHERALD']),
    monsterSubType: random.pick(['FIRE_DRAGON', null, undefined]),
    killerTeamId: random.pick([100, 200, 300]),
    matchId: `EUW1_${random.integer(6_000_000_000, 6_999_999_999)}`,
    matchid: random.integer(1, 9),
  }),
};

function character(random: Random) {
  return {
    name: oddText(random),
    teamId: random.integer(1, 30),
    health: random.next() * 100,
    location: { x: random.next() * 8e5, y: random.next() * 8e5, z: random.integer(0, 9) },
    isInBlueZone: random.chance(0.2),
    zone: random.pick([[], ['pochinki', 'école']]),
  };
}
