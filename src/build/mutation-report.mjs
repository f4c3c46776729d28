#!/usr/bin/env node
/**
 * Tells for each package how many of PIT's faults the unit tests noticed: `node mutation-report.mjs REPORT PACKAGE=BAR…`.
 *
 * REPORT is PIT's mutations.xml. A bar is in per cent, and holds for the package and those below it that have none of their
 * own; a package under its bar fails the build. The faults that nobody noticed are written to survivors.txt beside REPORT.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const NOTICED = new Set(['KILLED', 'TIMED_OUT', 'MEMORY_ERROR']);
const ENTITIES = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const plain = (text) =>
  text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => ENTITIES[name]);

/** PIT's report has one element for each fault, and nothing else. */
function faults(xml) {
  return [...xml.matchAll(/<mutation [^>]*status='(\w+)'[^>]*>(.*?)<\/mutation>/gs)].map(([, status, body]) => {
    const field = (name) => plain(new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(body)?.[1] ?? '');
    const name = field('mutatedClass');
    return {
      status,
      in: name.slice(0, name.lastIndexOf('.')),
      where: `${field('sourceFile')}:${field('lineNumber')}`,
      method: field('mutatedMethod'),
      what: field('description'),
    };
  });
}

function byPackage(all) {
  const packages = new Map();
  for (const fault of all) packages.set(fault.in, [...(packages.get(fault.in) ?? []), fault]);
  return [...packages].sort(([one], [other]) => one.localeCompare(other));
}

const share = (part, whole) => (whole === 0 ? 100 : (100 * part) / whole);

function barOf(name, bars) {
  for (let at = name; at; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) if (bars.has(at)) return bars.get(at);
  return null;
}

function row(name, found, bar) {
  const noticed = found.filter((fault) => NOTICED.has(fault.status)).length;
  const run = found.filter((fault) => fault.status !== 'NO_COVERAGE').length;
  return { name, faults: found.length, run, noticed, share: share(noticed, found.length), bar };
}

const cells = (row) => [
  row.name.padEnd(32),
  String(row.faults).padStart(7),
  String(row.run).padStart(7),
  String(row.noticed).padStart(8),
  `${row.share.toFixed(1)} %`.padStart(8),
  (row.bar === null ? '' : `${row.bar} %`).padStart(6),
];

const [report, ...given] = process.argv.slice(2);
const bars = new Map(given.map((one) => one.split('=')).map(([name, bar]) => [name, Number(bar)]));
const all = faults(await readFile(report, 'utf8'));
if (all.length === 0) throw new Error(`no fault in ${report}: is the name of the package right?`);

const rows = byPackage(all).map(([name, found]) => row(name, found, barOf(name, bars)));
const heading = ['package'.padEnd(32), ' faults', '    run', ' noticed', '   share', '   bar'];
console.log([heading, ...[...rows, row('all', all, null)].map(cells)].map((line) => line.join(' ')).join('\n'));

const survivors = all.filter((fault) => !NOTICED.has(fault.status));
const list = path.join(path.dirname(report), 'survivors.txt');
const text = survivors.map((one) => `${one.in} ${one.where} ${one.method}: ${one.what} (${one.status.toLowerCase()})\n`);
await writeFile(list, text.sort().join(''));
console.log(`\n${survivors.length} that nobody noticed: ${path.relative('.', list)}`);

const low = rows.filter((one) => one.bar !== null && one.share < one.bar);
if (low.length > 0) {
  console.error(`under the bar: ${low.map((one) => one.name).join(', ')}`);
  process.exit(1);
}
