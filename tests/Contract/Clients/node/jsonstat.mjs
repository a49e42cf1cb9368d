// Reads a selection as JSON-stat with the JSON-stat toolkit, as an analyst's page would, and as JSON rows, and compares the two.
// Arguments: the address of the API, and the selection as a query. Prints what it read, and every finding, as JSON.
import JSONstat from "jsonstat-toolkit";

const [address, selection] = process.argv.slice(2);
const findings = [];
const expect = (holds, finding) => { if (!holds) findings.push(finding); };

const isText = (value) => typeof value === "string" && value.trim().length > 0;

async function get(path) {
  const answer = await fetch(new URL(path, address));
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

async function rowsOf(selection) {
  const rows = [];
  for (let cursor = null; ;) {
    const page = await get(`/v1/observations?${selection}&limit=1000${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
    rows.push(...page.rows);
    cursor = page.next;
    if (cursor === null) return rows;
  }
}

function checkDataset(dataset) {
  expect(dataset.class === "dataset", `class is ${dataset.class}`);
  for (const field of ["label", "source", "href", "updated"]) expect(isText(dataset[field]), `${field} is ${dataset[field]}`);
  expect(dataset.href?.startsWith(address), `href is ${dataset.href}`);
  expect(/T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(dataset.updated) && !Number.isNaN(Date.parse(dataset.updated)), `updated is ${dataset.updated}`);
  expect(dataset.size.every((size) => size > 0), `an empty dimension in ${dataset.size}`);
  const cells = dataset.size.reduce((product, size) => product * size, 1);
  expect(dataset.n === cells && dataset.value.length === cells, `${dataset.value.length} values for ${cells} cells`);
  expect(dataset.status === null || dataset.status.length === cells, `${dataset.status?.length} statuses for ${cells} cells`);
  for (const [role, ids] of [["time", ["period"]], ["geo", ["territory"]], ["metric", ["indicator"]]])
    expect(JSON.stringify(dataset.role?.[role]) === JSON.stringify(ids), `role ${role} is ${JSON.stringify(dataset.role?.[role])}`);
}

function checkDimensions(dataset) {
  dataset.Dimension().forEach((dimension, at) => {
    const id = dataset.id[at];
    expect(isText(dimension.label), `dimension ${id} has the label ${dimension.label}`);
    expect(isText(dimension.role), `dimension ${id} has the role ${dimension.role}`);
    expect(dimension.length === dataset.size[at], `dimension ${id} has ${dimension.length} categories, but the size ${dataset.size[at]}`);
    const labels = dimension.Category().map((category) => category.label);
    expect(labels.every(isText), `a category of ${id} has no label`);
    expect(new Set(labels).size === labels.length, `categories of ${id} share a label`);
  });
}

function checkUnits(dataset, rows, units) {
  const metric = dataset.Dimension("indicator");
  for (const code of metric.id) {
    const unit = metric.Category(code).unit;
    const known = units.find((candidate) => candidate.code === rows.find((row) => row.indicator === code)?.unit);
    expect(isText(unit?.label) && Number.isInteger(unit?.decimals) && isText(unit?.symbol), `the unit of ${code} is ${JSON.stringify(unit)}`);
    expect(unit?.label === known?.name && unit?.symbol === known?.symbol, `the unit of ${code} is ${unit?.label}, in the rows ${known?.name}`);
  }
}

/** One letter for each thing to know of a row. */
function statusOf(row) {
  const missing = { notAvailable: "m", notApplicable: "a", notYetPublished: "y", suppressed: "x", notConvertible: "n" };
  const flags = { suspect: "s", estimated: "e", break: "b", roundedByProvider: "r" };
  if (row.value === null) return missing[row.missingReason];
  return { provisional: "p", final: "", corrected: "c" }[row.quality] + Object.keys(flags).filter((flag) => row.flags.includes(flag)).map((flag) => flags[flag]).join("");
}

/**
 * The categories of a row's cell. A territory has one category, whose code may be that of another period than the row's: of a later one
 * where the row's is not known.
 */
function placesOf(dataset, rows) {
  const territories = new Set(dataset.Dimension("territory").id);
  const codes = new Map();
  for (const { identity, code } of [...rows.map(({ identity, territory }) => ({ identity, code: territory })), ...later])
    if (code !== null) codes.set(identity, (codes.get(identity) ?? new Set()).add(code));
  return (row) => {
    const territory = [...codes.get(row.identity)].filter((code) => territories.has(code));
    expect(territory.length === 1, `${row.identity} is the categories ${JSON.stringify(territory)}`);
    const breakdown = Object.fromEntries(row.breakdown === "" ? [] : row.breakdown.split(",").map((part) => part.split(":")));
    const place = { indicator: row.indicator, territory: territory[0], period: row.period };
    for (const id of dataset.id) place[id] ??= breakdown[id] ?? "total";
    return place;
  };
}

function checkCells(dataset, rows) {
  const placeOf = placesOf(dataset, rows);
  const labels = dataset.extension?.status?.label ?? {};
  const seen = new Set();
  for (const row of rows) {
    const place = placeOf(row);
    const name = JSON.stringify(place);
    const cell = dataset.Data(place);
    expect(!seen.has(name), `${name} is two rows`);
    seen.add(name);
    expect(cell !== null && cell.value === row.value, `${name} is ${cell?.value}, in the rows ${row.value}`);
    expect((cell?.status ?? "") === statusOf(row), `${name} has the status ${cell?.status}, by the rows ${statusOf(row)}`);
    expect(!cell?.status || isText(labels[cell.status]), `the status ${cell?.status} has no label`);
  }
  dataset.Data().forEach(({ value, status }, cell) => {
    expect(value === null || Number.isFinite(value), `cell ${cell} is ${value}`);
    expect(value !== null || isText(status), `cell ${cell} is missing without a reason`);
  });
  const empty = dataset.Data().filter(({ value, status }) => value === null && status === "m").length;
  const missing = rows.filter((row) => row.missingReason === "notAvailable").length;
  expect(empty - missing === dataset.n - rows.length, `${dataset.n - rows.length} cells are no row, but ${empty - missing} are not available beside the rows`);
}

function checkTable(dataset) {
  const table = dataset.Transform({ type: "arrobj", content: "label", field: "label", status: true });
  expect(table.length === dataset.n, `the table has ${table.length} rows for ${dataset.n} cells`);
  for (const line of table)
    for (const [column, content] of Object.entries(line))
      expect(column !== "undefined" && content !== undefined && !Number.isNaN(content), `the table has ${column} ${content}`);
}

const language = new URLSearchParams(selection).get("lang") ?? "lv";
const [document, rows, units, { items: later }] = await Promise.all([
  get(`/v1/observations?${selection}&format=json-stat`),
  rowsOf(selection),
  get(`/v1/units?lang=${language}`),
  get("/v1/territories?on=2013-12-31&limit=1000"),
]);
const dataset = JSONstat(document);
checkDataset(dataset);
checkDimensions(dataset);
checkUnits(dataset, rows, units.items);
checkCells(dataset, rows);
checkTable(dataset);

console.log(JSON.stringify({
  id: dataset.id,
  size: dataset.size,
  cells: dataset.n,
  rows: rows.length,
  values: dataset.value.filter((value) => value !== null).length,
  missing: dataset.value.filter((value) => value === null).length,
  statuses: [...new Set(dataset.status ?? [])].sort(),
  units: dataset.Dimension("indicator").Category().map(({ unit }) => unit?.symbol),
  first: dataset.value[0],
  findings: findings.slice(0, 20),
}));
