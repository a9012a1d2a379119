/**
 * The parameters of each function as `SHOW FUNCTIONS` of Trino 435 lists them; a single letter is any type, the same wherever it
 * stands, and `...` repeats the last parameter. A function that is not here checks its arguments itself.
 */
export const signatures: ReadonlyMap<string, readonly string[]> = new Map(
  `
abs: bigint | decimal | double | integer | real | smallint | tinyint
acos: double
all_match: array(T), function(T,boolean)
any_match: array(T), function(T,boolean)
any_value: T
approx_distinct: boolean | boolean, double | T | T, double
approx_percentile: bigint, array(double) | bigint, double, array(double) | double, array(double) | double, double, array(double) | real, array(double) | real, double, array(double) | bigint, double | bigint, double, double | bigint, double, double, double | double, double | double, double, double | double, double, double, double | real, double | real, double, double | real, double, double, double
arbitrary: T
array_agg: T
array_distinct: array(E)
array_except: array(E), array(E)
array_intersect: array(E), array(E)
array_join: array(E), varchar | array(E), varchar, varchar
array_max: array(T)
array_min: array(T)
array_position: array(T), T
array_remove: array(E), E
array_sort: array(E) | array(T), function(T,T,integer)
array_union: array(E), array(E)
arrays_overlap: array(E), array(E)
asin: double
at_timezone: timestamp with time zone, varchar
atan: double
atan2: double, double
avg: decimal | bigint | double | interval | real
bitwise_and: bigint, bigint
bitwise_and_agg: bigint
bitwise_left_shift: bigint, integer | integer, integer | smallint, integer | tinyint, integer
bitwise_not: bigint
bitwise_or: bigint, bigint
bitwise_or_agg: bigint
bitwise_right_shift: bigint, integer | integer, integer | smallint, integer | tinyint, integer
bitwise_xor: bigint, bigint
bool_and: boolean
bool_or: boolean
cardinality: array(E) | map(K,V)
cbrt: double
ceil: bigint | decimal | double | integer | real | smallint | tinyint
ceiling: bigint | decimal | double | integer | real | smallint | tinyint
chr: bigint
codepoint: varchar
concat: varchar... | char, char | varbinary... | array(E)... | E, array(E) | array(E), E
concat_ws: varchar, array(varchar) | varchar...
contains: array(T), T
corr: double, double | real, real
cos: double
count: () | T
count_if: boolean
covar_pop: double, double | real, real
covar_samp: double, double | real, real
cume_dist: ()
date: timestamp | timestamp with time zone | varchar
date_add: varchar, bigint, date | varchar, bigint, time | varchar, bigint, timestamp | varchar, bigint, timestamp with time zone
date_diff: varchar, date, date | varchar, time, time | varchar, timestamp with time zone, timestamp with time zone | varchar, timestamp, timestamp
date_format: timestamp with time zone, varchar | timestamp, varchar
date_parse: varchar, varchar
date_trunc: varchar, date | varchar, time | varchar, timestamp | varchar, timestamp with time zone
day: date | interval | timestamp | timestamp with time zone
day_of_month: date | interval | timestamp | timestamp with time zone
day_of_week: date | timestamp | timestamp with time zone
day_of_year: date | timestamp | timestamp with time zone
degrees: double
dense_rank: ()
dow: date | timestamp | timestamp with time zone
doy: date | timestamp | timestamp with time zone
e: ()
element_at: map(K,V), K | array(E), bigint
every: boolean
exp: double
filter: array(T), function(T,boolean)
first_value: T
flatten: array(array(E))
floor: bigint | decimal | double | integer | real | smallint | tinyint
format_datetime: timestamp with time zone, varchar | timestamp, varchar
from_base64: varbinary | varchar
from_hex: varbinary | varchar
from_iso8601_date: varchar
from_iso8601_timestamp: varchar
from_unixtime: double | double, bigint, bigint | double, varchar
from_utf8: varbinary | varbinary, bigint | varbinary, varchar
geometric_mean: bigint | double | real
greatest: E...
hamming_distance: varchar, varchar
histogram: T
hour: interval | time | timestamp | timestamp with time zone
infinity: ()
is_finite: double
is_infinite: double
is_json_scalar: json | varchar
is_nan: double | real
json_array_contains: json, bigint | json, boolean | json, double | json, varchar | varchar, bigint | varchar, boolean | varchar, double | varchar, varchar
json_array_get: json, bigint | varchar, bigint
json_array_length: json | varchar
json_extract: json, varchar | varchar, varchar
json_extract_scalar: json, varchar | varchar, varchar
json_format: json
json_parse: varchar
json_size: json, varchar | varchar, varchar
kurtosis: bigint | double
lag: T | T, bigint | T, bigint, T
last_day_of_month: date | timestamp | timestamp with time zone
last_value: T
lead: T | T, bigint | T, bigint, T
least: E...
length: char | varbinary | varchar
levenshtein_distance: varchar, varchar
listagg: varchar | varchar, varchar
ln: double
log: double, double
log10: double
log2: double
lower: char | varchar
lpad: varbinary, bigint, varbinary | varchar, bigint, varchar
ltrim: char | char, varchar | varchar | varchar, varchar
map: array(K), array(V) | ()
map_agg: K, V
map_concat: map(K,V)...
map_entries: map(K,V)
map_filter: map(K,V), function(K,V,boolean)
map_from_entries: array(row(K,V))
map_keys: map(K,V)
map_values: map(K,V)
max: E, bigint | T
max_by: V, K, bigint | V, K
md5: varbinary
millisecond: interval | time | timestamp | timestamp with time zone
min: E, bigint | T
min_by: V, K, bigint | V, K
minute: interval | time | timestamp | timestamp with time zone
mod: bigint, bigint | decimal, decimal | double, double | integer, integer | real, real | smallint, smallint | tinyint, tinyint
month: date | interval | timestamp | timestamp with time zone
nan: ()
none_match: array(T), function(T,boolean)
now: ()
nth_value: T, bigint
ntile: bigint
parse_datetime: varchar, varchar
percent_rank: ()
pi: ()
pow: double, double
power: double, double
quarter: date | timestamp | timestamp with time zone
radians: double
rand: bigint | bigint, bigint | () | integer | integer, integer | smallint | smallint, smallint | tinyint | tinyint, tinyint
random: bigint | bigint, bigint | () | integer | integer, integer | smallint | smallint, smallint | tinyint | tinyint, tinyint
rank: ()
reduce: array(T), S, function(S,T,S), function(S,R)
regexp_count: varchar, varchar
regexp_extract: varchar, varchar | varchar, varchar, bigint
regexp_extract_all: varchar, varchar | varchar, varchar, bigint
regexp_like: varchar, varchar
regexp_replace: varchar, varchar, function(array(varchar),varchar) | varchar, varchar | varchar, varchar, varchar
regexp_split: varchar, varchar
regr_intercept: double, double | real, real
regr_slope: double, double | real, real
repeat: T, integer
replace: varchar, varchar, varchar | varchar, varchar
reverse: array(E) | varbinary | varchar
round: bigint | bigint, integer | decimal | decimal, integer | double | double, integer | integer | integer, integer | real | real, integer | smallint | smallint, integer | tinyint | tinyint, integer
row_number: ()
rpad: varbinary, bigint, varbinary | varchar, bigint, varchar
rtrim: char | char, varchar | varchar | varchar, varchar
second: interval | time | timestamp | timestamp with time zone
sequence: bigint, bigint | bigint, bigint, bigint | date, date | date, date, interval | timestamp, timestamp, interval
sha1: varbinary
sha256: varbinary
sign: bigint | decimal | double | integer | real | smallint | tinyint
sin: double
skewness: bigint | double
slice: array(E), bigint, bigint
split: varchar, varchar | varchar, varchar, bigint
split_part: varchar, varchar, bigint
split_to_map: varchar, varchar, varchar
sqrt: double
starts_with: varchar, varchar
stddev: bigint | double
stddev_pop: bigint | double
stddev_samp: bigint | double
strpos: varchar, varchar | varchar, varchar, bigint
substr: varbinary, bigint | varbinary, bigint, bigint | char, bigint | char, bigint, bigint | varchar, bigint | varchar, bigint, bigint
substring: char, bigint | char, bigint, bigint | varchar, bigint | varchar, bigint, bigint
sum: bigint | decimal | double | interval | real
tan: double
to_base64: varbinary
to_hex: varbinary
to_iso8601: date | timestamp | timestamp with time zone
to_unixtime: timestamp with time zone
to_utf8: varchar
transform: array(T), function(T,U)
transform_keys: map(K1,V), function(K1,V,K2)
transform_values: map(K,V1), function(K,V1,V2)
translate: varchar, varchar, varchar
trim: char | char, varchar | varchar | varchar, varchar
truncate: decimal, integer | decimal | double | real
typeof: T
upper: char | varchar
url_decode: varchar
url_encode: varchar
uuid: ()
var_pop: bigint | double
var_samp: bigint | double
variance: bigint | double
week: date | timestamp | timestamp with time zone
week_of_year: date | timestamp | timestamp with time zone
width_bucket: double, array(double) | double, double, double, bigint
with_timezone: timestamp, varchar
xxhash64: varbinary
year: date | interval | timestamp | timestamp with time zone
year_of_week: date | timestamp | timestamp with time zone
yow: date | timestamp | timestamp with time zone
zip: array(T1), array(T2) | array(T1), array(T2), array(T3) | array(T1), array(T2), array(T3), array(T4) | array(T1), array(T2), array(T3), array(T4), array(T5)
`
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', alternatives = ''] = line.split(': ');
      return [name, alternatives.split(' | ').map((parameters) => (parameters === '()' ? '' : parameters))];
    }),
);
