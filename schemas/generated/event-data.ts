// Generated from schemas/events by `npm run generate`: change it there.

import type { GameEvent } from './game-event.ts';

/** Sent when an advertisement was shown, after the network has confirmed it. */
export interface AdImpressionV1_0 {
  /** Network that served it. */
  readonly ad_network: string;
  /** How it was shown. */
  readonly ad_format: "rewarded" | "interstitial" | "banner" | "native" | "offerwall" | "audio";
  /** Place in the game. */
  readonly placement?: string;
  /** What the network says that this impression earns. In currency. */
  readonly revenue?: number;
  /** ISO 4217 code of the currency of revenue. */
  readonly currency?: string;
  /** How long it was watched. In seconds. */
  readonly watched_seconds?: number;
  /** Whether it was watched to its end. */
  readonly completed?: boolean;
}

/** Sent by the client from time to time while it is connected to a game server. */
export interface ClientLatencyV1_0 {
  /** Round trip to the server and back. In milliseconds. */
  readonly latency: number;
  /** Game server that was measured. */
  readonly connected_server_id?: string;
  /** Region of the server, as the game names it. */
  readonly region?: string;
}

/** Sent when a player receives a currency of the game, for whatever reason. */
export interface CurrencyEarnedV1_0 {
  /** Currency of the game: gold, gems. */
  readonly currency_id: string;
  /** How much was received, as a positive number. In currency_id. */
  readonly amount: number;
  /** What it was given for: quest, match, purchase, gift. */
  readonly source: string;
  /** Which quest, match or purchase. */
  readonly source_id?: string;
  /** How much of the currency the player has afterwards. In currency_id. */
  readonly balance?: number;
}

/** Sent when a player gives away a currency of the game, for whatever reason. */
export interface CurrencySpentV1_0 {
  /** Currency of the game: gold, gems. */
  readonly currency_id: string;
  /** How much was spent, as a positive number. In currency_id. */
  readonly amount: number;
  /** What it was spent on: shop, upgrade, entry_fee. */
  readonly sink: string;
  /** Item that was bought with it. */
  readonly item_id?: string;
  /** How much of the currency the player has afterwards. In currency_id. */
  readonly balance?: number;
}

/** Dota 2: sent when a dead player pays to come back at once. */
export interface Dota2BuybackV1_0 {
  /** Match. */
  readonly match_id: string;
  /** Time in the match; before the horn it is negative. In seconds. */
  readonly match_second: number;
}

/** Dota 2: sent when a player buys an item in a match, with what was earned in it. event_name is the item. */
export interface Dota2ItemPurchasedV1_0 {
  /** Match. */
  readonly match_id: string;
  /** Time in the match; before the horn it is negative. In seconds. */
  readonly match_second: number;
  /** Item. */
  readonly item_id: string;
  /** How many charges the item comes with; absent where it has none. In charges. */
  readonly charges?: number;
}

/** Dota 2: sent when a team reaches something that decides matches: a tower, Roshan, the first blood. event_name says what. */
export interface Dota2ObjectiveV1_0 {
  /** Match. */
  readonly match_id: string;
  /** Time in the match; before the horn it is negative. In seconds. */
  readonly match_second: number;
  /** Which one, where there are several: the building, or the slot of the team. */
  readonly key?: string | null;
}

/** Dota 2: sent when a player kills an opponent's hero. */
export interface Dota2PlayerKillV1_0 {
  /** Match. */
  readonly match_id: string;
  /** Time in the match; before the horn it is negative. In seconds. */
  readonly match_second: number;
  /** Hero that was killed. */
  readonly victim: string;
}

/** Dota 2: sent once a minute for every player of a match. */
export interface Dota2PlayerSnapshotV1_0 {
  /** Match. */
  readonly match_id: string;
  /** Time in the match; before the horn it is negative. In seconds. */
  readonly match_second: number;
  /** Gold earned so far. In gold. */
  readonly gold: number;
  /** Experience earned so far. In experience points. */
  readonly xp: number;
  /** Creeps killed so far. */
  readonly last_hits?: number;
  /** Own creeps denied to the enemy so far. */
  readonly denies?: number;
}

/** Dota 2: sent when a player picks up a rune. */
export interface Dota2RunePickedV1_0 {
  /** Match. */
  readonly match_id: string;
  /** Time in the match; before the horn it is negative. In seconds. */
  readonly match_second: number;
  /** Which rune, by the number that the game gives it. */
  readonly rune: number;
}

/** Dota 2: sent when a team fight is over. */
export interface Dota2TeamfightV1_0 {
  /** Match. */
  readonly match_id: string;
  /** Time in the match; before the horn it is negative. In seconds. */
  readonly match_second: number;
  /** Time in the match at which it ended. In seconds. */
  readonly ended: number;
  /** How many heroes died in it. In heroes. */
  readonly deaths: number;
  /** Number of the fight in the match, from 0. */
  readonly index?: number;
}

/** Dota 2: sent when a player puts down a ward. event_name says which: observer or sentry. */
export interface Dota2WardPlacedV1_0 {
  /** Match. */
  readonly match_id: string;
  /** Time in the match; before the horn it is negative. In seconds. */
  readonly match_second: number;
  /** Cell of the map from west to east. In map cells. */
  readonly x: number;
  /** Cell of the map from south to north. In map cells. */
  readonly y: number;
}

/** Sent when the client or a game server runs into an error that it does not expect. */
export interface ErrorV1_0 {
  /** Stable code of the error, by which it is grouped. */
  readonly error_code: string;
  /** What went wrong, in words. */
  readonly message?: string;
  /** How bad it is; after `fatal` the session is over. */
  readonly severity?: "fatal" | "error" | "warning";
  /** Screen or scene in which it happened. */
  readonly screen?: string;
  /** Frames of the stack, the innermost first. */
  readonly stack?: readonly (string)[];
  /** What else helps to find the cause. */
  readonly context?: {
    /** Memory in use. In megabytes. */
    readonly memory_mb?: number;
    /** Kind of connection. */
    readonly network?: "wifi" | "cellular" | "ethernet" | "offline";
  };
}

/** Sent when a player first meets what an experiment changes, not when the assignment is drawn. */
export interface ExperimentAssignedV1_0 {
  /** Experiment. */
  readonly experiment_id: string;
  /** Variant that the player is shown. */
  readonly variant_id: string;
  /** Whether the variant is the game as it was. */
  readonly is_control?: boolean;
}

/** Sent when the store has confirmed a purchase that was paid with money. */
export interface IapTransactionV1_0 {
  /** Transaction of the store, one for each purchase. */
  readonly transaction_id: string;
  /** Item, bundle or subscription that was bought. */
  readonly item_id: string;
  /** Version of the item, raised when its content or price changes. */
  readonly item_version?: number | string;
  /** How many of the item were bought. */
  readonly item_amount?: number;
  /** Currency that was paid in; ISO 4217 code where the store gives one. */
  readonly currency_type: string;
  /** Price that the player paid for all of them together, taxes included, in whole units of currency_type: 4.99. In currency_type. */
  readonly currency_amount: number;
  /** Country of the store account. */
  readonly country_id?: string;
}

/** Sent when an item comes into a player's possession. */
export interface ItemAcquiredV1_0 {
  /** Item. */
  readonly item_id: string;
  /** Version of the item. */
  readonly item_version?: number | string;
  /** How many of it; 1 when it is not said. */
  readonly quantity?: number;
  /** Where it came from: purchase, loot, reward, craft, trade, gift. */
  readonly source: string;
  /** Which purchase, chest or quest. */
  readonly source_id?: string;
  /** Rarity of the item, as the game names it. */
  readonly item_rarity?: string;
}

/** Sent when a player opens the page of an item. */
export interface ItemViewedV1_0 {
  /** Item that was looked at. */
  readonly item_id: string;
  /** Version of the item, raised when its content or price changes. */
  readonly item_version?: number | string;
}

/** Sent when a player reaches the end of a level. */
export interface LevelCompletedV1_0 {
  /** Level, the same for all its versions. */
  readonly level_id: string;
  /** Version of the level, raised when its design changes. */
  readonly level_version?: number | string;
}

/** Sent when a player reaches the end of a level. */
export interface LevelCompletedV1_1 {
  /** Level, the same for all its versions. */
  readonly level_id: string;
  /** Version of the level, raised when its design changes. */
  readonly level_version?: number | string;
  /** Time from the start of the attempt to its end, without pauses. In seconds. */
  readonly duration_seconds?: number;
  /** Rating of the attempt that the player saw, 0 where the level has none. */
  readonly stars?: number;
}

/** Sent when an attempt at a level ends without success. */
export interface LevelFailedV1_0 {
  /** Level, the same for all its versions. */
  readonly level_id: string;
  /** Version of the level, raised when its design changes. */
  readonly level_version?: number | string;
}

/** Sent when a player begins an attempt at a level. */
export interface LevelStartedV1_0 {
  /** Level, the same for all its versions. */
  readonly level_id: string;
  /** Version of the level, raised when its design changes. */
  readonly level_version?: number | string;
}

/** Sent when a player signs in. */
export interface LoginV1_0 {
  /** Platform that the player signed in from, as the client names it: ios, ps5, pc. */
  readonly platform?: string;
  /** When the player signed in before this, in seconds since the epoch; absent at the first login. In seconds. */
  readonly last_login_time?: number;
}

/** Sent when a player signs out or leaves the game in an orderly way. */
export interface LogoutV1_0 {
  /** Screen that the player left from. */
  readonly last_screen_seen?: string;
}

/** Sent when a loot box is opened, once for each item that was in it. */
export interface LootboxOpenedV1_0 {
  /** Loot box. */
  readonly lootbox_id: string;
  /** What the box cost, in the currency of the game. */
  readonly lootbox_cost?: number;
  /** Rarity of the item, as the game names it. */
  readonly item_rarity?: string;
  /** Item that was in it. */
  readonly item_id: string;
  /** Version of the item. */
  readonly item_version?: number | string;
  /** What the item costs by itself, in the currency of the game. */
  readonly item_cost?: number;
}

/** Sent for each player when a match ends or the player leaves it. */
export interface MatchEndV1_0 {
  /** Match. */
  readonly match_id: string;
  /** Map that it is played on. */
  readonly map_id?: string;
  /** Result for this player, as the game names it: WIN, LOSE, QUIT. */
  readonly match_result_type: string;
  /** Experience that the player gained in the match. In experience points. */
  readonly exp_gained?: number;
  /** Spell that the player used most. */
  readonly most_used_spell?: string;
}

/** Sent for each player when a match begins. */
export interface MatchStartV1_0 {
  /** Match. */
  readonly match_id: string;
  /** Map that it is played on. */
  readonly map_id?: string;
}

/** Sent when a match was found for a player. */
export interface MatchmakingCompleteV1_0 {
  /** Match that is being made; the same in every event of the match. */
  readonly match_id: string;
  /** Kind of match: ranked, 1v1, CTF. */
  readonly match_type?: string;
  /** How many places of the match have a player. In players. */
  readonly matched_slots?: number;
}

/** Sent when a player's wait for a match ends without one. */
export interface MatchmakingFailedV1_0 {
  /** Match that is being made; the same in every event of the match. */
  readonly match_id: string;
  /** Kind of match: ranked, 1v1, CTF. */
  readonly match_type?: string;
  /** How many places had a player by then. In players. */
  readonly matched_slots?: number;
  /** Why: timeout, user_quit, too_few_users. */
  readonly matching_failed_msg?: string;
}

/** Sent when a player begins to wait for a match. */
export interface MatchmakingStartV1_0 {
  /** Match that is being made; the same in every event of the match. */
  readonly match_id: string;
  /** Kind of match: ranked, 1v1, CTF. */
  readonly match_type?: string;
}

/** Sent when a session is over: on the way to the background for more than 30 seconds, at a quit, or at the next start for one that crashed. */
export interface SessionEndV1_0 {
  /** Time in the foreground. In seconds. */
  readonly duration_seconds: number;
  /** How it came about. */
  readonly end_reason?: "quit" | "background" | "timeout" | "disconnect" | "crash";
}

/** Sent when the game comes to the foreground and a new session_id is made. */
export interface SessionStartV1_0 {
  /** How many sessions this player has had on this device, this one included. */
  readonly session_number?: number;
  /** How it came about. */
  readonly start_reason?: "launch" | "resume" | "reconnect" | "deep_link" | "push_notification";
  /** Device as its maker names it: iPhone16,2. */
  readonly device_model?: string;
  /** Operating system with version: Android 15. */
  readonly os_version?: string;
  /** Language that the game is shown in: de, pt-BR. */
  readonly language?: string;
}

/** Sent when a player finishes a screen of the tutorial. */
export interface TutorialProgressionV1_0 {
  /** Screen; names that sort by their order make charts readable: 2_MOVEMENT. */
  readonly tutorial_screen_id: string;
  /** Version of the screen, raised when it changes. */
  readonly tutorial_screen_version?: number | string;
}

/** Sent when a player knocks out an opponent. */
export interface UserKnockoutV1_0 {
  /** Match. */
  readonly match_id: string;
  /** Map that it is played on. */
  readonly map_id?: string;
  /** Spell or weapon that did it. */
  readonly spell_id?: string;
  /** Experience that the player gained by it. In experience points. */
  readonly exp_gained?: number;
}

/** Sent when a player reaches a higher rank. */
export interface UserRankUpV1_0 {
  /** Rank that was reached; names that sort by their order make charts readable: 3_GOLD. */
  readonly user_rank_reached: string;
}

/** Sent once, when an account or a local profile is made. */
export interface UserRegistrationV1_0 {
  /** Country that the account is registered in, as the client names it: DE, UNITED STATES. */
  readonly country_id?: string;
  /** Platform that the player registered on. */
  readonly platform?: string;
}

/** Sent when a player reports another one. */
export interface UserReportV1_0 {
  /** Report, by which moderators find it. */
  readonly report_id: string;
  /** What the other player is accused of, as the game names it: CHEATING, AFK. */
  readonly report_reason: string;
}

/** Sent when a player answers how much the game is liked. */
export interface UserSentimentV1_0 {
  /** Stars or points that were given; more is better. */
  readonly user_rating: number;
}

/** What event_data is, by event type. Properties beyond these are allowed. */
export interface EventData {
  readonly ad_impression: AdImpressionV1_0;
  readonly client_latency: ClientLatencyV1_0;
  readonly currency_earned: CurrencyEarnedV1_0;
  readonly currency_spent: CurrencySpentV1_0;
  readonly dota2_buyback: Dota2BuybackV1_0;
  readonly dota2_item_purchased: Dota2ItemPurchasedV1_0;
  readonly dota2_objective: Dota2ObjectiveV1_0;
  readonly dota2_player_kill: Dota2PlayerKillV1_0;
  readonly dota2_player_snapshot: Dota2PlayerSnapshotV1_0;
  readonly dota2_rune_picked: Dota2RunePickedV1_0;
  readonly dota2_teamfight: Dota2TeamfightV1_0;
  readonly dota2_ward_placed: Dota2WardPlacedV1_0;
  readonly error: ErrorV1_0;
  readonly experiment_assigned: ExperimentAssignedV1_0;
  readonly iap_transaction: IapTransactionV1_0;
  readonly item_acquired: ItemAcquiredV1_0;
  readonly item_viewed: ItemViewedV1_0;
  readonly level_completed: LevelCompletedV1_0 | LevelCompletedV1_1;
  readonly level_failed: LevelFailedV1_0;
  readonly level_started: LevelStartedV1_0;
  readonly login: LoginV1_0;
  readonly logout: LogoutV1_0;
  readonly lootbox_opened: LootboxOpenedV1_0;
  readonly match_end: MatchEndV1_0;
  readonly match_start: MatchStartV1_0;
  readonly matchmaking_complete: MatchmakingCompleteV1_0;
  readonly matchmaking_failed: MatchmakingFailedV1_0;
  readonly matchmaking_start: MatchmakingStartV1_0;
  readonly session_end: SessionEndV1_0;
  readonly session_start: SessionStartV1_0;
  readonly tutorial_progression: TutorialProgressionV1_0;
  readonly user_knockout: UserKnockoutV1_0;
  readonly user_rank_up: UserRankUpV1_0;
  readonly user_registration: UserRegistrationV1_0;
  readonly user_report: UserReportV1_0;
  readonly user_sentiment: UserSentimentV1_0;
}

/** An event of a registered type. */
export type EventOf<Type extends keyof EventData> = Omit<GameEvent, 'event_type' | 'event_data'> & {
  readonly event_type: Type;
  readonly event_data: EventData[Type];
};
