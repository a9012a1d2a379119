/** One page without outside parts: it asks for status.json every two seconds and draws it. */
export const consolePage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Game analytics pipeline</title>
<style>
  :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.4rem; margin: 0; }
  h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
  td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
  code { font-size: .9em; overflow-wrap: anywhere; }
  .bad { color: #c62828; font-weight: 600; }
  #state { margin: 0; opacity: .75; }
</style>
</head>
<body>
<h1>Game analytics pipeline</h1>
<p id="state">reading …</p>
<p id="refusals" class="bad" hidden></p>
<h2>Delivery</h2>
<table><thead><tr><th>stream</th><th class="number">waiting</th><th class="number">delivered</th><th class="number">failed</th>
<th>last delivery</th><th>last error</th></tr></thead><tbody id="streams"></tbody></table>
<section id="real-time" hidden>
<h2>Real time</h2>
<table><thead><tr><th>what</th><th>state</th><th>minutes closed before</th></tr></thead><tbody id="running"></tbody></table>
<p id="addresses"></p>
</section>
<h2>Metrics since the start</h2>
<table><thead><tr><th>metric</th><th>of</th><th class="number">sum</th><th class="number">last</th><th>at</th></tr></thead>
<tbody id="metrics"></tbody></table>
<h2>Outputs</h2>
<table><tbody id="outputs"></tbody></table>
<h2>Resources</h2>
<table><thead><tr><th>logical id</th><th>type</th><th>id</th></tr></thead><tbody id="resources"></tbody></table>
<script>
const cell = (text, kind) => {
  const td = document.createElement('td');
  if (kind === 'code') td.append(Object.assign(document.createElement('code'), { textContent: text }));
  else td.textContent = text;
  if (kind === 'number' || kind === 'bad') td.className = kind;
  return td;
};
const fill = (id, rows) => {
  document.getElementById(id).replaceChildren(...rows.map((cells) => {
    const tr = document.createElement('tr');
    tr.append(...cells);
    return tr;
  }));
};
const time = (value) => (value ? new Date(value).toLocaleTimeString() : '–');
const count = (value) => cell((value ?? 0).toLocaleString('en'), 'number');
async function refresh() {
  const state = document.getElementById('state');
  try {
    const status = await (await fetch('status.json')).json();
    state.textContent = 'running: ' + status.stackNames.join(', ');
    fill('streams', status.deliveryStreams.map((stream) => [
      cell(stream.name, 'code'), count(stream.bufferedRecords), count(stream.deliveredRecords), count(stream.failedRecords),
      cell(time(stream.lastDelivery)), cell(stream.lastError ?? '–', stream.lastError ? 'bad' : undefined),
    ]));
    const refusing = [...status.streams, ...status.deliveryStreams].filter((stream) => stream.refuses);
    const refusals = document.getElementById('refusals');
    refusals.hidden = refusing.length === 0;
    refusals.textContent = refusing.map(({ name, refuses }) => name + ' takes no records: ' + refuses).join('; ');
    document.getElementById('real-time').hidden = status.applications.length + status.eventSourceMappings.length === 0;
    fill('running', [
      ...status.applications.map((one) => [
        cell(one.application, 'code'), cell(one.reason ?? one.status + (one.caughtUp === false ? ', catching up' : ''), one.reason ? 'bad' : undefined),
        cell(time(one.watermark)),
      ]),
      ...status.eventSourceMappings.map(({ functionName, lastProcessingResult, complaint }) => [
        cell(functionName, 'code'), cell(complaint ?? lastProcessingResult, complaint || lastProcessingResult.startsWith('PROBLEM') ? 'bad' : undefined), cell('–'),
      ]),
    ]);
    document.getElementById('addresses').textContent =
      status.addresses.map(([name, address]) => name + ' at ' + address + ', with user and password: run.json').join('; ');
    fill('metrics', status.metrics.map((metric) => [
      cell(metric.name + (/^(None|Count)$/.test(metric.unit) ? '' : ' [' + metric.unit + ']')),
      cell(Object.entries(metric.dimensions).map(([name, value]) => name + ' ' + value).join(', '), 'code'),
      count(metric.sum), count(metric.last), cell(time(metric.at)),
    ]));
    fill('outputs', Object.entries(status.outputs).map(([name, value]) => [cell(name), cell(value, 'code')]));
    fill('resources', status.resources.map((one) => [cell(one.logicalId), cell(one.type), cell(one.ref, 'code')]));
  } catch {
    state.textContent = 'not running: start it with npm start';
  }
}
refresh();
setInterval(refresh, 2000);
</script>
</body>
</html>
`;
