import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { headings, links } from '../../build/markdown.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Where people read: not in what the build has fetched. */
const FOLDERS = ['src/site', 'src/bench', 'server-config'];

const inFolder = (folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true }).map((file) => path.join(folder, file));

const PAGES = ['README.md', ...FOLDERS.flatMap(inFolder)].filter(
  (file) => file.endsWith('.md') && !file.includes('node_modules'),
);

const read = (page) => readFileSync(path.join(ROOT, page), 'utf8');

/** What is wrong with a link of the page, if anything. */
function fault(page, target) {
  if (/^https?:/.test(target)) return undefined;
  const [file, anchor] = target.split('#');
  const meant = file ? path.join(path.dirname(page), file) : page;
  if (meant.startsWith('..') || !existsSync(path.join(ROOT, meant))) return 'there is no such file';
  if (anchor === undefined) return undefined;
  return headings(read(meant)).some((heading) => heading.anchor === anchor) ? undefined : 'no heading has this anchor';
}

test('every link of a page leads to a file that is there, and to a heading in it', () => {
  const found = PAGES.flatMap((page) => links(read(page)).map(({ target }) => ({ page, target })));
  const broken = found.map(({ page, target }) => ({ page, target, fault: fault(page, target) }));
  assert.ok(found.length > 100, `${found.length} links`);
  assert.deepEqual(broken.filter((link) => link.fault), []);
});

test('a link that leads nowhere is noticed', () => {
  assert.equal(fault('README.md', 'src/site/markdown/wire.md#socketio'), undefined);
  assert.equal(fault('README.md', 'src/site/markdown/wire.md#no-such-heading'), 'no heading has this anchor');
  assert.equal(fault('README.md', 'src/site/markdown/no-such-page.md'), 'there is no such file');
  assert.equal(fault('README.md', '../elsewhere.md'), 'there is no such file');
  assert.equal(fault('src/site/markdown/wire.md', '#no-such-heading'), 'no heading has this anchor');
});

test('every file that a recipe names is there', () => {
  const recipes = read('src/site/markdown/contributing.md');
  const roots = ['', 'src/main/java/onlookers', 'src/test/java/onlookers', 'src/main/wordpress/onlookers'];
  const named = [...recipes.matchAll(/`([\w.-]+\/[\w./-]+\.\w+)`/g)]
    .map(([, file]) => file)
    .filter((file) => !/^target\/|\bNAME\b/.test(file));
  const missing = named.filter((file) => !roots.some((root) => existsSync(path.join(ROOT, root, file))));
  assert.ok(named.length > 30, `${named.length} files`);
  assert.deepEqual(missing, []);
});

test('every class that a page names with its package is there', () => {
  const packages = readdirSync(path.join(ROOT, 'src/main/java/onlookers')).join('|');
  const name = new RegExp(`(?<![\\w./])(?:${packages})(?:[./][a-z]+)*[./][A-Z]\\w+`, 'g');
  const named = PAGES.filter((page) => !page.endsWith('CHANGELOG.md')).flatMap((page) =>
    [...read(page).matchAll(/`[^`\n]+`/g)].flatMap(([code]) => code.match(name) ?? []).map((named) => ({ page, named })),
  );
  const isThere = (file) => ['main', 'test'].some((source) => existsSync(path.join(ROOT, 'src', source, 'java/onlookers', file)));
  assert.ok(named.length > 60, `${named.length} classes`);
  assert.deepEqual(
    named.filter(({ named }) => !isThere(`${named.replaceAll('.', '/')}.java`)),
    [],
  );
});

test('what stands in code is no link', () => {
  const page = 'A [link](a.md), `[no](b.md)`, ![image](c.png)\n```\n[no](d.md)\n```\n<a href="e.html">';
  assert.deepEqual(
    links(page).map(({ target }) => target),
    ['a.md', 'c.png', 'e.html'],
  );
});

test('anchors are made as code hosts make them', () => {
  const page = '# Socket.IO, and `views`\n## A *look* inside\n```\n# no heading\n```\n## A look inside\n### [Linked](x.md) word';
  assert.deepEqual(
    headings(page).map(({ anchor }) => anchor),
    ['socketio-and-views', 'a-look-inside', 'a-look-inside-1', 'linked-word'],
  );
});
