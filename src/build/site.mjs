#!/usr/bin/env node
/**
 * Puts together what `mvn site` renders: `node site.mjs FOLDER SITE`, with the sources into FOLDER, after emptying SITE.
 *
 * The pages keep the links that a code host needs, from file to file of the repository. Here each link gets the place that
 * its target has in the site: a page is a page, a Java class or package is its Javadoc, any other file is a copy under
 * `files/`, as text, and a folder is a list of such copies.
 */
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { headings, replaceLinks } from './markdown.mjs';

const [folder, site] = process.argv.slice(2);
const SOURCES = 'src/main/java/';
const IMAGES = 'src/site/images';
const PAGES = 'src/site/markdown';

/** Pages by their file; those that do not lie with the others have a name of their own here. */
const pages = new Map([
  ['README.md', 'index.md'],
  ['src/bench/README.md', 'benchmark.md'],
  ['src/bench/results.md', 'results.md'],
]);
for (const file of filesIn(PAGES).filter((name) => name.endsWith('.md'))) {
  pages.set(file, path.relative(PAGES, file));
}

/** What was linked and is no page: its place in the site by its file or folder. */
const copied = new Map();

function filesIn(where) {
  const names = readdirSync(where, { recursive: true }).map((name) => path.join(where, name));
  return names.filter((name) => statSync(name).isFile()).sort();
}

const isFolder = (file) => statSync(file).isDirectory();
const isImage = (file) => /\.(png|svg|ico)$/.test(file);

/** Where a file or folder of the repository is in the site. */
function placeOf(file) {
  if (pages.has(file)) {
    return pages.get(file).replace(/\.md$/, '.html');
  }
  if (file.startsWith(`${IMAGES}/`)) {
    return path.join('images', path.relative(IMAGES, file));
  }
  if (file.startsWith(SOURCES)) {
    const name = path.join('apidocs', path.relative(SOURCES, file));
    return isFolder(file) ? `${name}/package-summary.html` : name.replace(/\.java$/, '.html');
  }
  if (!copied.has(file)) {
    copied.set(file, `files/${file}${isFolder(file) ? '.html' : isImage(file) ? '' : '.txt'}`);
  }
  return copied.get(file);
}

/** The link as it is to be in the site, from a page that has this place there. */
function linkInSite(target, file, place) {
  if (/^(https?:|#)/.test(target)) {
    return target;
  }
  const [name, anchor] = target.split('#');
  const meant = path.join(path.dirname(file), name).replace(/\/$/, '');
  return path.relative(path.dirname(place), placeOf(meant)) + (anchor === undefined ? '' : `#${anchor}`);
}

/** The page with anchors that are spelled as a code host spells them. */
function withAnchors(page) {
  let result = page;
  for (const { level, anchor, index } of headings(page).reverse()) {
    if (level > 1) {
      result = `${result.slice(0, index)}<a id="${anchor}"></a>${result.slice(index)}`;
    }
  }
  return result;
}

function write(place, text) {
  const file = path.join(folder, 'markdown', place);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function copy(file) {
  const place = path.join(folder, 'resources', placeOf(file));
  mkdirSync(path.dirname(place), { recursive: true });
  copyFileSync(file, place);
}

/** A folder as a page: its files. */
function list(where, place) {
  const rows = filesIn(where).map((file) => {
    copy(file);
    return `- [${path.relative(where, file)}](${path.relative(path.dirname(place), placeOf(file))})`;
  });
  write(place.replace(/\.html$/, '.md'), `# ${where}\n\n${rows.join('\n')}\n`);
}

for (const old of [folder, site]) {
  rmSync(old, { recursive: true, force: true });
}
for (const [file, place] of pages) {
  const page = withAnchors(readFileSync(file, 'utf8'));
  write(place, replaceLinks(page, (target) => linkInSite(target, file, place)));
}
for (const [file, place] of [...copied]) {
  if (isFolder(file)) {
    list(file, place);
  } else {
    copy(file);
  }
}
cpSync(IMAGES, path.join(folder, 'resources', 'images'), { recursive: true });
copyFileSync('src/site/site.xml', path.join(folder, 'site.xml'));
