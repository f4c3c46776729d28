/** Debian packages of any suite, fetched without touching what is installed, through the mirror that this machine's apt knows. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hasCommand, run } from './installing.mjs';

/** An apt that keeps what it fetches in a folder of ours. Gives the environment in which it is one. */
async function privateApt(folder, more = {}) {
  const at = (name) => path.join(folder, name);
  await mkdir(at('state/lists/partial'), { recursive: true });
  await mkdir(at('cache/archives/partial'), { recursive: true });
  await writeFile(at('status'), '');
  const settings = {
    'Dir::State': at('state'),
    'Dir::State::status': at('status'),
    'Dir::Cache': at('cache'),
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': 'root',
    ...more,
  };
  await writeFile(at('apt.conf'), Object.entries(settings).map(([name, value]) => `${name} "${value}";\n`).join(''));
  return { APT_CONFIG: at('apt.conf') };
}

/** The mirror of the machine's own release, not the one for its security updates. */
async function mirror(scratch) {
  const apt = await privateApt(path.join(scratch, 'own'));
  const read = (environment) =>
    run(environment, 'apt-get', 'indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages')
      .split('\n')
      .find((target) => target && !target.includes('security'));
  const known = read({});
  if (known) return known;
  run(apt, 'apt-get', 'update', '-q'); // apt knows no mirror before it has fetched its lists
  const found = read(apt);
  if (!found) throw new Error('no mirror of Debian in the sources of apt');
  return found;
}

/** An apt that sees the wanted suites only, and nothing as installed. Gives the environment in which it is one. */
export async function suitesApt(scratch, ...suites) {
  const folder = path.join(scratch, 'suites');
  const sources = path.join(scratch, 'sources.list');
  const address = await mirror(scratch);
  await writeFile(sources, suites.map((suite) => `deb ${address} ${suite} main\n`).join(''));
  return privateApt(folder, { 'Dir::Etc::sourcelist': sources, 'Dir::Etc::sourceparts': '-' });
}

/** Unpacks packages of one suite, and all that they need, into a folder that is a root of its own. */
export async function unpackPackages(scratch, suite, root, ...packages) {
  const apt = await suitesApt(scratch, suite);
  run(apt, 'apt-get', 'update', '-q');
  run(apt, 'apt-get', 'install', '-qy', '--no-install-recommends', '--download-only', ...packages);
  const archives = path.join(scratch, 'suites', 'cache', 'archives');
  const debs = (await readdir(archives)).filter((file) => file.endsWith('.deb'));
  for (const deb of debs) run({}, 'dpkg-deb', '-x', path.join(archives, deb), root);
}

/** Of what apt would install with a program: what only installing needs, and what another suite's program does not run with. */
const ONLY_FOR_INSTALLING =
  /^(coreutils|debconf|dpkg|gcc-.*-base|init-system-helpers|lib(acl|attr|db|gdbm|perl|selinux).*|mail.*|media-.*|mime-.*|perl.*|psmisc|sed|sensible-.*|tar|tzdata|ucf|adduser|passwd|libpam.*|libaudit.*|libsemanage.*|libdebconf.*|galera.*|gawk|mysql-common|socat|lsof|rsync|iproute2|libdbi.*)$/;

/** Likewise, without what only their installing would need: half as much to fetch. */
export async function unpackPrograms(scratch, suite, root, ...packages) {
  const apt = await suitesApt(scratch, suite);
  const debs = path.join(scratch, 'debs');
  await mkdir(debs);
  run(apt, 'apt-get', 'update', '-q');
  const planned = run(apt, 'apt-get', 'install', '-s', '--no-install-recommends', ...packages);
  const names = [...planned.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
  const wanted = names.filter((name) => !ONLY_FOR_INSTALLING.test(name));
  run(apt, 'sh', '-c', 'cd "$0" && apt-get download -q "$@"', debs, ...wanted);
  for (const deb of await readdir(debs)) run({}, 'dpkg-deb', '-x', path.join(debs, deb), root);
}

/** Packages are fetched and unpacked with these. */
export function requireDebian(what) {
  if (hasCommand('apt-get') && hasCommand('dpkg-deb')) return;
  throw new Error(`${what} as Debian packages: apt-get and dpkg-deb are needed`);
}
