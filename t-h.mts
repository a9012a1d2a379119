import { templateLake } from './test/infrastructure/platform/template-lake.ts';
const lake = await templateLake();
await lake.compactQuery('game','2026-01-10', `SELECT 'e'||i AS event_id, 'iap_transaction' AS event_type, 'iap' AS event_name, 1e0 AS event_timestamp, TIMESTAMP '2026-01-10 10:00:00' AS occurred_at, TIMESTAMP '2026-01-10 10:00:00' AS received_at, 'p'||(i%1000) AS player_id, '{"transaction_id":"t'||i||'","item_id":"sword","item_version":2,"item_amount":1,"currency_type":"EUR","currency_amount":'||(i%100)/10||',"country_id":"DE"}' AS event_data, '{}' AS metadata FROM range(500000) t(i)`);
for (let k = 0; k < 3; k++) { const at = Date.now();
const a = await lake.query("SELECT currency_type, count(*), sum(currency_amount), sum(item_amount), max(item_version) FROM iap_transaction WHERE event_date = '2026-01-10' GROUP BY 1");
console.log(a.state, a.reason, a.rows, Date.now() - at, 'ms'); }
await lake.close();
