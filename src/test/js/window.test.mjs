import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Onlookers } from '../../../webapp/onlookers.js';
import { openPage } from './page.mjs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What the browser keeps for the page's origin, from one page to the next; and what time it is there. */
let stored;
let now;

beforeEach(() => {
  mock.restoreAll();
  mock.method(Math, 'random', () => 1);
  stored = {};
  now = Date.UTC(2026, 10, 26);
  Object.defineProperty(globalThis, 'localStorage', { get: () => stored, configurable: true });
});

afterEach(() => delete globalThis.localStorage);

/** A page load; its visit. */
function load(options = {}, { server = 'http://localhost/', post = '13' } = {}) {
  const page = openPage();
  mock.timers.setTime(now);
  const onlookers = new Onlookers({ server, post, ...options }).start();
  page.socket.open();
  return { page, onlookers, visit: visitOf(page) };
}

const visitOf = ({ socket }) => socket.sent.filter(([event]) => event === 'viewing').at(-1)[2].visit;
const entries = () => JSON.parse(stored.onlookers);

test('without a window each page load is a visit, and nothing is kept', () => {
  assert.notEqual(load().visit, load().visit);
  assert.deepEqual(stored, {});
});

test('within the window a page that is loaded again is the same visit', () => {
  const { visit } = load({ window: '3600' });
  assert.match(visit, /^[\w-]{16,32}$/);
  now += HOUR - 1;
  assert.equal(load({ window: '3600' }).visit, visit);
});

test('the window begins with the visit, and not with the last look', () => {
  const { visit } = load({ window: '3600' });
  now += HOUR / 2;
  load({ window: '3600' });
  now += HOUR / 2;
  assert.notEqual(load({ window: '3600' }).visit, visit);
});

test('a window is at most a day, as long as the server knows a visit', () => {
  const { visit } = load({ window: 604_800 });
  now += DAY - 1;
  assert.equal(load({ window: 604_800 }).visit, visit);
  now += 1;
  assert.notEqual(load({ window: 604_800 }).visit, visit);
});

test('no number spans two posts, or two servers', () => {
  const { page, onlookers, visit } = load({ window: 3600 });
  onlookers.view('14');
  const visits = [visit, visitOf(page)];
  onlookers.view('13');
  assert.equal(visitOf(page), visit);
  visits.push(load({ window: 3600 }, { server: 'http://localhost/other/' }).visit);
  assert.equal(new Set(visits).size, 3);
});

test('what is kept is the post, its visit and the time, and of a hundred posts at most', () => {
  for (let i = 0; i < 120; i++) load({ window: 3600 }, { post: `p${i}` });
  assert.equal(entries().length, 100);
  assert.deepEqual(entries().at(-1).map((value) => typeof value), ['string', 'string', 'number']);
  assert.equal(entries().at(-1)[0], 'http://localhost/p119');
  assert.equal(entries()[0][0], 'http://localhost/p20');
});

test('what is older than the window is thrown away', () => {
  load({ window: 3600 }, { post: '1' });
  now += HOUR;
  load({ window: 3600 }, { post: '2' });
  assert.deepEqual(entries().map(([post]) => post), ['http://localhost/2']);
});

test('a clock that was put back makes no window longer', () => {
  const { visit } = load({ window: 3600 });
  now -= DAY;
  assert.notEqual(load({ window: 3600 }).visit, visit);
});

test('a browser that keeps nothing is as one without a window', () => {
  for (const storage of [
    () => { throw new DOMException('denied', 'SecurityError'); },
    () => Object.freeze({}),
    () => Object.freeze({ onlookers: 'no JSON' }),
    () => null,
    () => undefined,
  ]) {
    Object.defineProperty(globalThis, 'localStorage', { get: storage, configurable: true });
    const { page, onlookers, visit } = load({ window: 3600 });
    assert.match(visit, /^[\w-]{16,32}$/);
    onlookers.view('14');
    onlookers.view('13');
    assert.equal(visitOf(page), visit, 'and a page load is a visit');
  }
});

test('what is kept and cannot be read is as if nothing were kept, and is written over', () => {
  for (const broken of ['', 'no JSON', '{"a":1}', 'null', '5', '"13"', '[[', '[null]', '[5,{},"13",[]]', '[["http://localhost/13"]]']) {
    stored = { onlookers: broken };
    const { visit } = load({ window: 3600 });
    assert.deepEqual(entries(), [['http://localhost/13', visit, now]], broken);
    assert.equal(load({ window: 3600 }).visit, visit, broken);
  }
});

test('a visit that no server takes is not sent, and is written over', () => {
  for (const broken of ['short', 'x'.repeat(33), 'with a space in it', '', null, 5, ['0'.repeat(20)], { a: 1 }]) {
    stored = { onlookers: JSON.stringify([['http://localhost/13', broken, now]]) };
    const { visit } = load({ window: 3600 });
    assert.match(visit, /^[\w-]{16,32}$/);
    assert.deepEqual(entries(), [['http://localhost/13', visit, now]], String(broken));
  }
});

test('one entry that cannot be read takes no other away', () => {
  const { visit } = load({ window: 3600 });
  stored.onlookers = JSON.stringify([null, ...entries(), ['http://localhost/14', 'short', now]]);
  assert.equal(load({ window: 3600 }).visit, visit);
  load({ window: 3600 }, { post: '15' });
  assert.deepEqual(entries().map(([post]) => post), ['http://localhost/13', 'http://localhost/15']);
});

test('a visit that is kept is found where nothing more can be kept', () => {
  const { visit } = load({ window: 3600 });
  stored = Object.freeze(stored); // as when the quota is used up
  assert.equal(load({ window: 3600 }).visit, visit);
});

test('a window that is none keeps nothing', () => {
  for (const window of ['', '0', '-1', 'long', null]) load({ window });
  assert.deepEqual(stored, {});
});

test('a reader who comes back from the back/forward cache is the same visit', () => {
  const { page, visit } = load({ window: 3600 });
  page.window('pagehide', { persisted: true });
  page.window('pageshow', { persisted: true });
  page.socket.open();
  assert.equal(visitOf(page), visit);
});
