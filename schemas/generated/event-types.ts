// Generated from schemas/events by `npm run generate`: change it there.

/** One column that a property of event_data becomes. */
export interface EventDataColumn {
  /** In lower case; `data_` stands before the name of a column of the envelope. */
  readonly name: string;
  /** As event_data has it. */
  readonly property: string;
  readonly comment: string;
  readonly types: { readonly glue: string; readonly clickhouse: string; readonly redshift: string; readonly flink: string };
}

export interface EventType {
  readonly name: string;
  /** When the event is sent. */
  readonly description: string;
  readonly owner: string;
  readonly retention: 'short' | 'standard' | 'long';
  /** `1.0`, ascending. */
  readonly versions: readonly string[];
  /** Of all versions together; where majors differ in a type, the highest major's. */
  readonly columns: readonly EventDataColumn[];
}

/** Sorted by name. */
export const eventTypes: readonly EventType[] = [
  {
    name: "ad_impression",
    description: "Sent when an advertisement was shown, after the network has confirmed it.",
    owner: "monetization",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "ad_network", property: "ad_network", comment: "Network that served it.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "ad_format", property: "ad_format", comment: "How it was shown.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "placement", property: "placement", comment: "Place in the game.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "revenue", property: "revenue", comment: "What the network says that this impression earns. [currency]", types: { glue: "decimal(18,6)", clickhouse: "Nullable(Decimal(18, 6))", redshift: "DECIMAL(18, 6)", flink: "DECIMAL(18, 6)" } },
      { name: "currency", property: "currency", comment: "ISO 4217 code of the currency of revenue.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "watched_seconds", property: "watched_seconds", comment: "How long it was watched. [seconds]", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
      { name: "completed", property: "completed", comment: "Whether it was watched to its end.", types: { glue: "boolean", clickhouse: "Nullable(Bool)", redshift: "BOOLEAN", flink: "BOOLEAN" } },
    ],
  },
  {
    name: "buyback",
    description: "Dota 2: sent when a dead player pays to come back at once.",
    owner: "gameplay",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "match_second", property: "match_second", comment: "Time in the match; before the horn it is negative. [seconds]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
    ],
  },
  {
    name: "client_latency",
    description: "Sent by the client from time to time while it is connected to a game server.",
    owner: "client engineering",
    retention: "short",
    versions: ["1.0"],
    columns: [
      { name: "latency", property: "latency", comment: "Round trip to the server and back. [milliseconds]", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
      { name: "connected_server_id", property: "connected_server_id", comment: "Game server that was measured.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "region", property: "region", comment: "Region of the server, as the game names it.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "currency_earned",
    description: "Sent when a player receives a currency of the game, for whatever reason.",
    owner: "economy",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "currency_id", property: "currency_id", comment: "Currency of the game: gold, gems.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "amount", property: "amount", comment: "How much was received, as a positive number. [currency_id]", types: { glue: "decimal(18,4)", clickhouse: "Nullable(Decimal(18, 4))", redshift: "DECIMAL(18, 4)", flink: "DECIMAL(18, 4)" } },
      { name: "source", property: "source", comment: "What it was given for: quest, match, purchase, gift.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "source_id", property: "source_id", comment: "Which quest, match or purchase.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "balance", property: "balance", comment: "How much of the currency the player has afterwards. [currency_id]", types: { glue: "decimal(18,4)", clickhouse: "Nullable(Decimal(18, 4))", redshift: "DECIMAL(18, 4)", flink: "DECIMAL(18, 4)" } },
    ],
  },
  {
    name: "currency_spent",
    description: "Sent when a player gives away a currency of the game, for whatever reason.",
    owner: "economy",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "currency_id", property: "currency_id", comment: "Currency of the game: gold, gems.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "amount", property: "amount", comment: "How much was spent, as a positive number. [currency_id]", types: { glue: "decimal(18,4)", clickhouse: "Nullable(Decimal(18, 4))", redshift: "DECIMAL(18, 4)", flink: "DECIMAL(18, 4)" } },
      { name: "sink", property: "sink", comment: "What it was spent on: shop, upgrade, entry_fee.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "item_id", property: "item_id", comment: "Item that was bought with it.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "balance", property: "balance", comment: "How much of the currency the player has afterwards. [currency_id]", types: { glue: "decimal(18,4)", clickhouse: "Nullable(Decimal(18, 4))", redshift: "DECIMAL(18, 4)", flink: "DECIMAL(18, 4)" } },
    ],
  },
  {
    name: "error",
    description: "Sent when the client or a game server runs into an error that it does not expect.",
    owner: "client engineering",
    retention: "short",
    versions: ["1.0"],
    columns: [
      { name: "error_code", property: "error_code", comment: "Stable code of the error, by which it is grouped.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "message", property: "message", comment: "What went wrong, in words.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "severity", property: "severity", comment: "How bad it is; after `fatal` the session is over.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "screen", property: "screen", comment: "Screen or scene in which it happened.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "stack", property: "stack", comment: "Frames of the stack, the innermost first.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "context", property: "context", comment: "What else helps to find the cause.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "experiment_assigned",
    description: "Sent when a player first meets what an experiment changes, not when the assignment is drawn.",
    owner: "player analytics",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "experiment_id", property: "experiment_id", comment: "Experiment.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "variant_id", property: "variant_id", comment: "Variant that the player is shown.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "is_control", property: "is_control", comment: "Whether the variant is the game as it was.", types: { glue: "boolean", clickhouse: "Nullable(Bool)", redshift: "BOOLEAN", flink: "BOOLEAN" } },
    ],
  },
  {
    name: "iap_transaction",
    description: "Sent when the store has confirmed a purchase that was paid with money.",
    owner: "monetization",
    retention: "long",
    versions: ["1.0"],
    columns: [
      { name: "transaction_id", property: "transaction_id", comment: "Transaction of the store, one for each purchase.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "item_id", property: "item_id", comment: "Item, bundle or subscription that was bought.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "item_version", property: "item_version", comment: "Version of the item, raised when its content or price changes.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "item_amount", property: "item_amount", comment: "How many of the item were bought.", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
      { name: "currency_type", property: "currency_type", comment: "Currency that was paid in; ISO 4217 code where the store gives one.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "currency_amount", property: "currency_amount", comment: "Price that the player paid for all of them together, taxes included, in whole units of currency_type: 4.99. [currency_type]", types: { glue: "decimal(18,4)", clickhouse: "Nullable(Decimal(18, 4))", redshift: "DECIMAL(18, 4)", flink: "DECIMAL(18, 4)" } },
      { name: "country_id", property: "country_id", comment: "Country of the store account.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "item_acquired",
    description: "Sent when an item comes into a player's possession.",
    owner: "economy",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "item_id", property: "item_id", comment: "Item.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "item_version", property: "item_version", comment: "Version of the item.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "quantity", property: "quantity", comment: "How many of it; 1 when it is not said.", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "source", property: "source", comment: "Where it came from: purchase, loot, reward, craft, trade, gift.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "source_id", property: "source_id", comment: "Which purchase, chest or quest.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "item_rarity", property: "item_rarity", comment: "Rarity of the item, as the game names it.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "item_purchased",
    description: "Dota 2: sent when a player buys an item in a match, with what was earned in it. event_name is the item.",
    owner: "economy",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "match_second", property: "match_second", comment: "Time in the match; before the horn it is negative. [seconds]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "item_id", property: "item_id", comment: "Item.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "charges", property: "charges", comment: "How many charges the item comes with; absent where it has none. [charges]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
    ],
  },
  {
    name: "item_viewed",
    description: "Sent when a player opens the page of an item.",
    owner: "economy",
    retention: "short",
    versions: ["1.0"],
    columns: [
      { name: "item_id", property: "item_id", comment: "Item that was looked at.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "item_version", property: "item_version", comment: "Version of the item, raised when its content or price changes.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "level_completed",
    description: "Sent when a player reaches the end of a level.",
    owner: "level design",
    retention: "standard",
    versions: ["1.0", "1.1"],
    columns: [
      { name: "level_id", property: "level_id", comment: "Level, the same for all its versions.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "level_version", property: "level_version", comment: "Version of the level, raised when its design changes.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "duration_seconds", property: "duration_seconds", comment: "Time from the start of the attempt to its end, without pauses. [seconds]", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
      { name: "stars", property: "stars", comment: "Rating of the attempt that the player saw, 0 where the level has none.", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
    ],
  },
  {
    name: "level_failed",
    description: "Sent when an attempt at a level ends without success.",
    owner: "level design",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "level_id", property: "level_id", comment: "Level, the same for all its versions.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "level_version", property: "level_version", comment: "Version of the level, raised when its design changes.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "level_started",
    description: "Sent when a player begins an attempt at a level.",
    owner: "level design",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "level_id", property: "level_id", comment: "Level, the same for all its versions.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "level_version", property: "level_version", comment: "Version of the level, raised when its design changes.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "login",
    description: "Sent when a player signs in.",
    owner: "accounts",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "data_platform", property: "platform", comment: "Platform that the player signed in from, as the client names it: ios, ps5, pc.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "last_login_time", property: "last_login_time", comment: "When the player signed in before this, in seconds since the epoch; absent at the first login. [seconds]", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
    ],
  },
  {
    name: "logout",
    description: "Sent when a player signs out or leaves the game in an orderly way.",
    owner: "accounts",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "last_screen_seen", property: "last_screen_seen", comment: "Screen that the player left from.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "lootbox_opened",
    description: "Sent when a loot box is opened, once for each item that was in it.",
    owner: "economy",
    retention: "long",
    versions: ["1.0"],
    columns: [
      { name: "lootbox_id", property: "lootbox_id", comment: "Loot box.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "lootbox_cost", property: "lootbox_cost", comment: "What the box cost, in the currency of the game.", types: { glue: "decimal(18,4)", clickhouse: "Nullable(Decimal(18, 4))", redshift: "DECIMAL(18, 4)", flink: "DECIMAL(18, 4)" } },
      { name: "item_rarity", property: "item_rarity", comment: "Rarity of the item, as the game names it.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "item_id", property: "item_id", comment: "Item that was in it.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "item_version", property: "item_version", comment: "Version of the item.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "item_cost", property: "item_cost", comment: "What the item costs by itself, in the currency of the game.", types: { glue: "decimal(18,4)", clickhouse: "Nullable(Decimal(18, 4))", redshift: "DECIMAL(18, 4)", flink: "DECIMAL(18, 4)" } },
    ],
  },
  {
    name: "match_end",
    description: "Sent for each player when a match ends or the player leaves it.",
    owner: "gameplay",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "map_id", property: "map_id", comment: "Map that it is played on.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "match_result_type", property: "match_result_type", comment: "Result for this player, as the game names it: WIN, LOSE, QUIT.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "exp_gained", property: "exp_gained", comment: "Experience that the player gained in the match. [experience points]", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
      { name: "most_used_spell", property: "most_used_spell", comment: "Spell that the player used most.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "match_start",
    description: "Sent for each player when a match begins.",
    owner: "gameplay",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "map_id", property: "map_id", comment: "Map that it is played on.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "matchmaking_complete",
    description: "Sent when a match was found for a player.",
    owner: "matchmaking",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match that is being made; the same in every event of the match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "match_type", property: "match_type", comment: "Kind of match: ranked, 1v1, CTF.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "matched_slots", property: "matched_slots", comment: "How many places of the match have a player. [players]", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
    ],
  },
  {
    name: "matchmaking_failed",
    description: "Sent when a player's wait for a match ends without one.",
    owner: "matchmaking",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match that is being made; the same in every event of the match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "match_type", property: "match_type", comment: "Kind of match: ranked, 1v1, CTF.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "matched_slots", property: "matched_slots", comment: "How many places had a player by then. [players]", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
      { name: "matching_failed_msg", property: "matching_failed_msg", comment: "Why: timeout, user_quit, too_few_users.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "matchmaking_start",
    description: "Sent when a player begins to wait for a match.",
    owner: "matchmaking",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match that is being made; the same in every event of the match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "match_type", property: "match_type", comment: "Kind of match: ranked, 1v1, CTF.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "objective",
    description: "Dota 2: sent when a team reaches something that decides matches: a tower, Roshan, the first blood. event_name says what.",
    owner: "gameplay",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "match_second", property: "match_second", comment: "Time in the match; before the horn it is negative. [seconds]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "key", property: "key", comment: "Which one, where there are several: the building, or the slot of the team.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "player_kill",
    description: "Dota 2: sent when a player kills an opponent's hero.",
    owner: "gameplay",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "match_second", property: "match_second", comment: "Time in the match; before the horn it is negative. [seconds]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "victim", property: "victim", comment: "Hero that was killed.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "player_snapshot",
    description: "Dota 2: sent once a minute for every player of a match.",
    owner: "gameplay",
    retention: "short",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "match_second", property: "match_second", comment: "Time in the match; before the horn it is negative. [seconds]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "gold", property: "gold", comment: "Gold earned so far. [gold]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "xp", property: "xp", comment: "Experience earned so far. [experience points]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "last_hits", property: "last_hits", comment: "Creeps killed so far.", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "denies", property: "denies", comment: "Own creeps denied to the enemy so far.", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
    ],
  },
  {
    name: "rune_picked",
    description: "Dota 2: sent when a player picks up a rune.",
    owner: "gameplay",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "match_second", property: "match_second", comment: "Time in the match; before the horn it is negative. [seconds]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "rune", property: "rune", comment: "Which rune, by the number that the game gives it.", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
    ],
  },
  {
    name: "session_end",
    description: "Sent when a session is over: on the way to the background for more than 30 seconds, at a quit, or at the next start for one that crashed.",
    owner: "player analytics",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "duration_seconds", property: "duration_seconds", comment: "Time in the foreground. [seconds]", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
      { name: "end_reason", property: "end_reason", comment: "How it came about.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "session_start",
    description: "Sent when the game comes to the foreground and a new session_id is made.",
    owner: "player analytics",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "session_number", property: "session_number", comment: "How many sessions this player has had on this device, this one included.", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "start_reason", property: "start_reason", comment: "How it came about.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "device_model", property: "device_model", comment: "Device as its maker names it: iPhone16,2.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "os_version", property: "os_version", comment: "Operating system with version: Android 15.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "language", property: "language", comment: "Language that the game is shown in: de, pt-BR.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "teamfight",
    description: "Dota 2: sent when a team fight is over.",
    owner: "gameplay",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "match_second", property: "match_second", comment: "Time in the match; before the horn it is negative. [seconds]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "ended", property: "ended", comment: "Time in the match at which it ended. [seconds]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "deaths", property: "deaths", comment: "How many heroes died in it. [heroes]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "index", property: "index", comment: "Number of the fight in the match, from 0.", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
    ],
  },
  {
    name: "tutorial_progression",
    description: "Sent when a player finishes a screen of the tutorial.",
    owner: "level design",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "tutorial_screen_id", property: "tutorial_screen_id", comment: "Screen; names that sort by their order make charts readable: 2_MOVEMENT.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "tutorial_screen_version", property: "tutorial_screen_version", comment: "Version of the screen, raised when it changes.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "user_knockout",
    description: "Sent when a player knocks out an opponent.",
    owner: "gameplay",
    retention: "short",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "map_id", property: "map_id", comment: "Map that it is played on.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "spell_id", property: "spell_id", comment: "Spell or weapon that did it.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "exp_gained", property: "exp_gained", comment: "Experience that the player gained by it. [experience points]", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
    ],
  },
  {
    name: "user_rank_up",
    description: "Sent when a player reaches a higher rank.",
    owner: "matchmaking",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "user_rank_reached", property: "user_rank_reached", comment: "Rank that was reached; names that sort by their order make charts readable: 3_GOLD.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "user_registration",
    description: "Sent once, when an account or a local profile is made.",
    owner: "accounts",
    retention: "long",
    versions: ["1.0"],
    columns: [
      { name: "country_id", property: "country_id", comment: "Country that the account is registered in, as the client names it: DE, UNITED STATES.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "data_platform", property: "platform", comment: "Platform that the player registered on.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "user_report",
    description: "Sent when a player reports another one.",
    owner: "community",
    retention: "long",
    versions: ["1.0"],
    columns: [
      { name: "report_id", property: "report_id", comment: "Report, by which moderators find it.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "report_reason", property: "report_reason", comment: "What the other player is accused of, as the game names it: CHEATING, AFK.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
    ],
  },
  {
    name: "user_sentiment",
    description: "Sent when a player answers how much the game is liked.",
    owner: "community",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "user_rating", property: "user_rating", comment: "Stars or points that were given; more is better.", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
    ],
  },
  {
    name: "ward_placed",
    description: "Dota 2: sent when a player puts down a ward. event_name says which: observer or sentry.",
    owner: "gameplay",
    retention: "standard",
    versions: ["1.0"],
    columns: [
      { name: "match_id", property: "match_id", comment: "Match.", types: { glue: "string", clickhouse: "Nullable(String)", redshift: "VARCHAR(65535)", flink: "STRING" } },
      { name: "match_second", property: "match_second", comment: "Time in the match; before the horn it is negative. [seconds]", types: { glue: "bigint", clickhouse: "Nullable(Int64)", redshift: "BIGINT", flink: "BIGINT" } },
      { name: "x", property: "x", comment: "Cell of the map from west to east. [map cells]", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
      { name: "y", property: "y", comment: "Cell of the map from south to north. [map cells]", types: { glue: "double", clickhouse: "Nullable(Float64)", redshift: "DOUBLE PRECISION", flink: "DOUBLE" } },
    ],
  },
];
