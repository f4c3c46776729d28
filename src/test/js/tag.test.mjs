import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { element, openPage, script } from './page.mjs';

const FILE = new URL('../../../webapp/onlookers.js', import.meta.url).href;
const SERVER = { onlookersServer: 'https://live.example.org' };

let info;
let loaded = 0;

beforeEach(() => {
  mock.restoreAll();
  info = mock.method(console, 'info', () => {});
});

/** A page with these scripts, into which the client has come from somewhere; each time it is another file. */
async function load(scripts, elements = [element({ onlookersCount: 'viewers' })]) {
  const address = `${FILE}?tag-${++loaded}`;
  const page = openPage(elements, { scripts: scripts.map((one) => (one === 'ours' ? script(address) : one)) });
  return { page, address, client: await import(address) };
}

const urls = ({ sockets }) => sockets.map(({ url }) => url);

test('a tag whose address is redirected, upgraded or rewritten is found by its attribute', async () => {
  for (const src of ['http://live.example.org/onlookers.js', 'https://cdn.example/x.js', '']) {
    const other = script('https://example.org/other.js', SERVER);
    const { page, client } = await load([other, script(src, { ...SERVER, onlookersPost: '13' })]);
    assert.deepEqual(urls(page), ['wss://live.example.org/presence'], src);
    assert.equal(page.socket.open().sent[0][1], '13');
    assert.ok(client.onlookers);
    page.pass(0);
  }
  assert.equal(info.mock.callCount(), 0);
});

test('the address is right where a tag has it, whatever attributes others have', async () => {
  const list = [element({ onlookersCount: 'viewers', onlookersPost: '15' })];
  const { page } = await load([script('https://example.org/a.js', { ...SERVER, onlookersPost: '14' }), 'ours'], list);
  assert.ok(urls(page)[0].startsWith('file:'), 'the server is where the script is');
  assert.deepEqual(page.socket.open().sent.map(([event]) => event), ['watching']);
});

test('what the tag says besides holds', async () => {
  const region = element({ onlookersCount: 'viewers' }, { 'aria-live': 'polite' });
  const said = { onlookersPost: '13', onlookersTicket: 'ticket', onlookersAloud: 'off', onlookersWindow: '60' };
  const { page, address } = await load([script('', { ...SERVER, ...said, onlookersTabs: 'each' })], [region]);
  Object.defineProperty(globalThis, 'localStorage', { value: {}, configurable: true });
  const [[, post, { ticket }]] = page.socket.open().sent;
  assert.deepEqual([post, ticket], ['13', 'ticket'], address);
  assert.equal(region.getAttribute('aria-live'), 'off');
  assert.equal(JSON.parse(localStorage.onlookers)[0][0], 'https://live.example.org/13');
  delete globalThis.localStorage;
});

test('an empty attribute is a tag of a page without a post', async () => {
  const list = [element({ onlookersCount: 'viewers', onlookersPost: '14' })];
  const { page } = await load([script('https://cdn.example/x.js', { ...SERVER, onlookersPost: '' })], list);
  assert.deepEqual(page.socket.open().sent.map(([event]) => event), ['watching']);
});

test('of two copies of the file one starts, and both have its instance', async () => {
  const { page, client } = await load([script('https://cdn.example/x.js', { ...SERVER, onlookersPost: '13' })]);
  const copy = await import(`${FILE}?copy`);
  assert.equal(page.sockets.length, 1);
  assert.equal(copy.onlookers, client.onlookers);
});

test('a script that finds no tag says so, once', async () => {
  const { page } = await load([script('https://cdn.example/x.js')]);
  assert.equal(info.mock.callCount(), 0);
  page.pass(0);
  assert.match(info.mock.calls[0].arguments.join(), /Onlookers.*data-onlookers-post/);
  page.pass(100_000);
  assert.equal(info.mock.callCount(), 1);
});

test('a tag on a page with nothing to show says so, too', async () => {
  const { page } = await load(['ours'], []);
  page.pass(0);
  assert.equal(info.mock.callCount(), 1);
});

test('who imports the file and uses it gets no warning', async () => {
  const { page, client } = await load([]);
  new client.Onlookers({ server: 'http://localhost/', post: '13' }).start();
  page.pass(0);
  assert.equal(info.mock.callCount(), 0);
});
