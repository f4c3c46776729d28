#!/usr/bin/env node
/**
 * Checks the site that `mvn site` has made: `node check-site.mjs SITE`. Every link inside it must lead to a file and an anchor
 * that are there, and every page must be reached from the first one.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const site = path.resolve(process.argv[2]);
const faults = [];

/** Pages of which nobody here can mend a link, and a page that Maven adds unasked. */
const IGNORED = ['apidocs/constant-values.html', 'project-reports.html'];

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** The value of an attribute, which HTML escapes. */
const plain = (value) => value.replace(/&(\w+);/g, (entity, name) => ENTITIES[name] ?? entity);

/** Each page's anchors and links, read once. */
const seen = new Map();

function page(file) {
  if (!seen.has(file)) {
    const text = readFileSync(file, 'utf8').replace(/<script\b[^]*?<\/script>/g, '');
    const values = (names) => [...text.matchAll(new RegExp(`<[^>]*?\\s(?:${names})="([^"]*)"`, 'g'))].map((match) => plain(match[1]));
    seen.set(file, { anchors: new Set(values('id|name')), links: values('href|src') });
  }
  return seen.get(file);
}

/** The file that a link of another one leads to, `undefined` when that is elsewhere or not there. */
function follow(from, link) {
  if (/^([a-z]+:|\/\/)/.test(link)) {
    return undefined;
  }
  const [name, anchor] = link.split('#');
  let file = name ? path.resolve(path.dirname(from), decodeURI(name.replace(/\?.*/, ''))) : from;
  if (existsSync(file) && statSync(file).isDirectory()) {
    file = path.join(file, 'index.html');
  }
  if (!existsSync(file)) {
    faults.push(`${path.relative(site, from)}: there is no ${link}`);
    return undefined;
  }
  if (anchor && file.endsWith('.html') && !page(file).anchors.has(decodeURIComponent(anchor))) {
    faults.push(`${path.relative(site, from)}: nothing is called ${link}`);
  }
  return file;
}

const reached = new Set([path.join(site, 'index.html')]);
for (const file of reached) { // a set hands out what is added meanwhile, too
  for (const link of file.endsWith('.html') ? page(file).links : []) {
    const next = follow(file, link);
    if (next !== undefined) {
      reached.add(next);
    }
  }
}
const pages = readdirSync(site, { recursive: true }).filter((name) => name.endsWith('.html') && !name.startsWith('apidocs'));
for (const name of pages.filter((name) => !reached.has(path.join(site, name)))) {
  faults.push(`${name}: no page links to it`);
}
const broken = faults.filter((fault) => !IGNORED.includes(fault.split(': ')[0]));
console.log(`${pages.length} pages, ${reached.size} files reached, ${broken.length} broken links`);
for (const fault of broken) {
  console.error(fault);
}
process.exit(broken.length ? 1 : 0);
