import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Onlookers } from '../../../webapp/onlookers.js';
import { element, openPage, RefusedSocket } from './page.mjs';

const MINUTE = 60_000;
const BEAT = 30_000;
const SILENCE = 5_000;
const SESSION = 'the-session-of-22-chrs';
const HANDED_OVER = 4012;

beforeEach(() => {
  mock.restoreAll();
  mock.method(Math, 'random', () => 1);
});

const viewing = (socket) => socket.sent.filter(([event]) => event === 'viewing').at(-1);

/** A tab on post 13 of a browser with locks. */
function openTab(elements = [element({ onlookersCount: 'others' })], options = {}) {
  const page = openPage(elements, { tabs: true });
  const onlookers = new Onlookers({ server: 'http://localhost/', post: '13', ...options }).start();
  return { page, browser: page.browser, onlookers };
}

/** One that has the lock, and a connection. */
function openLeader(elements) {
  const tab = openTab(elements);
  tab.held = tab.browser.grant();
  tab.page.socket.open(SESSION).say('counts', '13', 2, 7);
  return tab;
}

/** What the tab that leads says to this one. */
const news = (more = {}) => ({
  state: 'live',
  counts: new Map([['13', [2, 7]]]),
  session: SESSION,
  visit: 'visit-of-the-first-tab',
  self: 1,
  asks: false,
  ...more,
});

/** Another tab, as it makes itself known. */
const tab = (id, more = {}) => ({ id, wanted: [], seen: true, ...more });

/** Requests to end a promise that a test does not wait for are heard. */
const settled = () => new Promise(setImmediate);

test('a tab connects when it has the lock, and not before', () => {
  const { page, browser } = openTab();
  assert.equal(page.sockets.length, 0);
  assert.equal(browser.requests[0].name, browser.channel.name);
  assert.ok(browser.channel.name.endsWith('13'));
  browser.grant();
  assert.equal(page.sockets.length, 1);
});

test('another server, another post: another lock', () => {
  const names = [
    openTab([], { server: 'http://localhost/a' }),
    openTab([], { server: 'http://localhost/b' }),
    openTab([], { post: '14' }),
  ].map(({ browser }) => browser.requests[0].name);
  assert.equal(new Set(names).size, 3);
});

test('a tab without the lock shows what it receives, and sends nothing to the server', () => {
  const { page, browser, onlookers } = openTab();
  const received = [];
  onlookers.addEventListener('counts', ({ detail }) => received.push(detail));
  browser.say(news());
  assert.equal(page.elements[0].textContent, '1');
  assert.equal(page.elements[0].dataset.onlookersState, 'live');
  assert.equal(onlookers.state, 'live');
  browser.say(news());
  assert.deepEqual(received, [{ post: '13', viewers: 2, views: 7 }], 'a repetition is no news');
  browser.say(news({ state: 'lost', counts: new Map() }));
  assert.equal(page.elements[0].dataset.onlookersState, 'lost');
  assert.equal(page.sockets.length, 0);
});

test('the next tab goes on with the session and the visit', () => {
  const { page, browser, onlookers } = openTab();
  browser.say(news());
  browser.grant();
  const [, post, options] = viewing(page.socket.open());
  assert.deepEqual([post, options.session, options.visit], ['13', SESSION, 'visit-of-the-first-tab']);
  assert.equal(onlookers.state, 'live', 'what it received is not dimmed meanwhile');
});

test('the tab that leads sends the others whatever it receives', () => {
  const { page, browser } = openLeader();
  const shared = browser.said.at(-1);
  assert.deepEqual([shared.state, shared.session, shared.self], ['live', SESSION, 1]);
  assert.deepEqual([...shared.counts], [['13', [2, 7]]]);
  assert.equal(shared.visit, viewing(page.socket)[2].visit);
  page.socket.say('degraded', true);
  assert.equal(browser.said.at(-1).state, 'degraded');
  page.socket.end(1006);
  page.pass(2_000);
  assert.equal(browser.said.at(-1).state, 'lost');
});

test('a new tab receives all at once', () => {
  const { browser } = openLeader();
  const before = browser.said.length;
  browser.say(tab('second'));
  assert.equal(browser.said.length, before + 1);
  assert.equal(browser.said.at(-1).counts.get('13')[0], 2);
});

test('who takes the lead asks who is there, and who is asked answers', () => {
  const { browser } = openLeader();
  assert.ok(browser.said.some(({ asks }) => asks));
  const other = openTab();
  const before = other.browser.said.length;
  other.browser.say(news({ asks: true }));
  assert.equal(other.browser.said.length, before + 1);
  assert.deepEqual(Object.keys(other.browser.said.at(-1)), ['id', 'wanted', 'seen']);
});

test('the others know the session before there are any counts', () => {
  const { page, browser } = openTab();
  browser.grant();
  page.socket.open(SESSION);
  assert.equal(browser.said.at(-1).session, SESSION);
});

test('a tab that leads and loses its connection twice still hands over the session that is counted', () => {
  const { page, browser } = openLeader();
  browser.say(tab('second'));
  page.socket.end(1006);
  page.pass(250);
  page.socket.open('not-the-one-22-letters');
  browser.say(tab('third'));
  assert.equal(browser.said.at(-1).session, SESSION);
  page.socket.end(1006);
  assert.equal(browser.said.at(-1).session, SESSION);
});

test('a session that went elsewhere is handed over to nobody', () => {
  const { page, browser } = openLeader();
  page.socket.end(1000);
  assert.equal(browser.said.at(-1).session, undefined);
});

test('a tab that leads on when the resume is not answered asks for the same session', () => {
  const { page, browser } = openTab();
  browser.say(news());
  browser.grant();
  page.socket.open('not-the-one-22-letters').end(1006);
  page.pass(250);
  assert.equal(viewing(page.socket.open())[2].session, SESSION);
});

test('a reader who has looked at no tab for long is not counted again when the connected one closes', () => {
  const { page, browser, onlookers } = openTab();
  page.show(false);
  browser.say(news({ parked: true, self: 0 }));
  browser.grant();
  assert.equal(page.sockets.length, 0);
  assert.equal(onlookers.state, 'lost');
  browser.say(tab('third', { seen: true }));
  assert.equal(viewing(page.socket.open())[2].session, SESSION);
});

test('the others receive that the reader is parked', () => {
  const { page, browser } = openLeader();
  page.show(false);
  page.pass(5 * MINUTE);
  assert.equal(browser.said.at(-1).parked, true);
});

test('a tab that left while it was taking the lead gives the lock back', async () => {
  const { page, browser } = openTab();
  page.pass(SILENCE);
  page.window('pagehide', { persisted: true });
  let free = false;
  browser.grant(browser.requests[1]).then(() => (free = true));
  await settled();
  assert.ok(free);
  assert.equal(page.sockets.length, 0);
});

test('a tab that looks for placeholders again and again takes the lead all the same', () => {
  const { page, browser, onlookers } = openTab();
  for (let second = 0; second < 5; second++) {
    page.pass(1_000);
    onlookers.refresh();
  }
  assert.deepEqual(browser.requests[1].options, { steal: true });
});

test('leaving hands the session over if there is another tab, and ends it if there is none', () => {
  for (const [others, code] of [
    [[], undefined],
    [[tab('second')], HANDED_OVER],
    [[tab('second'), { id: 'second' }], undefined],
  ]) {
    const { page, browser } = openLeader();
    others.forEach((other) => browser.say(other));
    page.window('pagehide', { persisted: false });
    assert.ok(page.socket.closed);
    assert.equal(page.socket.closeCode, code);
    assert.ok(browser.channel.closed);
  }
});

test('leaving closes the socket first: Firefox may end the process of a tab before its handler has', () => {
  const { page, browser } = openLeader();
  browser.say(tab('second'));
  const order = [];
  mock.method(page.socket, 'close', () => order.push('socket'));
  mock.method(browser.channel, 'close', () => order.push('channel'));
  browser.requests[0].options.signal.addEventListener('abort', () => order.push('lock'));
  const shared = browser.said.length;
  page.window('pagehide', { persisted: false });
  assert.deepEqual(order, ['socket', 'channel', 'lock']);
  assert.deepEqual(browser.said.slice(shared), [{ id: browser.said.at(-1).id }], 'and the others see no loss');
});

test('leaving gives the lock back, and a tab in the queue leaves the queue', async () => {
  const first = openLeader();
  first.page.window('pagehide', { persisted: true });
  await first.held;
  const second = openTab();
  second.page.window('pagehide', { persisted: true });
  assert.ok(second.browser.requests[0].options.signal.aborted);
  assert.deepEqual(Object.keys(second.browser.said.at(-1)), ['id'], 'it says goodbye');
  await settled();
});

test('a page from the back/forward cache queues again', () => {
  const { page, browser } = openLeader();
  browser.say(tab('second'));
  page.window('pagehide', { persisted: true });
  page.window('pageshow', { persisted: true });
  assert.equal(browser.requests.length, 2);
  assert.equal(page.sockets.length, 1, 'another tab leads now');
  browser.say(news({ counts: new Map([['13', [5, 8]]]) }));
  assert.equal(page.elements[0].textContent, '4');
});

test('the tab that leads watches what the others show, as long as they are there', () => {
  const { page, browser } = openLeader([element({ onlookersCount: 'views', onlookersPost: '14' })]);
  browser.say(tab('second', { wanted: [['15', 'ticket-of-15'], ['13', ''], ['14', '']] }));
  assert.deepEqual(page.socket.sent.at(-1), ['watching', ['14', '15'], { tickets: ['', 'ticket-of-15'] }]);
  browser.say({ id: 'second' });
  assert.deepEqual(page.socket.sent.at(-1), ['watching', ['14'], { tickets: [''] }]);
});

test('the tab that leads watches the site for the others, and sends them the total', () => {
  const { page, browser } = openLeader([element({ onlookersCount: 'viewers' })]);
  browser.say(tab('second', { wanted: [['*', ''], ['15', 'ticket-of-15']] }));
  assert.deepEqual(page.socket.sent.at(-1), ['watching', ['15', '*'], { tickets: ['ticket-of-15'] }]);
  page.socket.say('online', 7);
  assert.equal(browser.said.at(-1).counts.get('*')[0], 7);
});

test('the reader is counted as long as he looks at any tab', () => {
  const { page, browser } = openLeader();
  browser.say(tab('second', { seen: true }));
  page.show(false);
  page.pass(10 * MINUTE);
  assert.equal(page.socket.sent.filter(([event]) => event === 'parked').length, 0);
  browser.say(tab('second', { seen: false }));
  page.pass(5 * MINUTE);
  assert.deepEqual(page.socket.sent.at(-1), ['parked']);
  browser.say(tab('second', { seen: true }));
  assert.deepEqual(page.socket.sent.slice(-2).map(([event]) => event), ['viewing', 'alive']);
});

test('a hidden tab does not ask again and again', () => {
  const { page, browser } = openTab();
  page.show(false);
  browser.say(news());
  const before = browser.said.length;
  page.pass(10 * MINUTE);
  assert.equal(browser.said.length, before);
});

test('a tab that is looked at and receives nothing asks, and without an answer takes the lead', () => {
  const { page, browser } = openTab();
  browser.say(news());
  page.pass(BEAT);
  const asked = browser.said.length;
  browser.say(news());
  page.pass(SILENCE);
  assert.equal(browser.requests.length, 1, 'it was answered');
  page.pass(BEAT);
  assert.equal(browser.said.length, asked + 1);
  page.pass(SILENCE);
  assert.deepEqual(browser.requests[1].options, { steal: true });
  browser.grant(browser.requests[1]);
  assert.equal(viewing(page.socket.open())[2].session, SESSION);
});

test('a tab that was robbed of the lead leaves the session to the other, and queues', async () => {
  const { page, browser } = openLeader();
  browser.say(tab('second'));
  browser.requests[0].reject(new DOMException('stolen', 'AbortError'));
  await settled();
  assert.equal(page.socket.closeCode, HANDED_OVER);
  assert.equal(browser.requests.length, 2);
  assert.equal(page.sockets.length, 1);
});

test('where a page is allowed no locks it is a reader of its own', async () => {
  const { page, browser } = openTab();
  browser.requests[0].reject(new DOMException('denied', 'SecurityError'));
  await settled();
  assert.equal(page.sockets.length, 1);
  assert.equal(browser.requests.length, 1);
});

/** A browser with locks, in which something is missing or forbidden, as in a sandboxed frame or without cookies. */
function openIn(forbid) {
  const page = openPage([element({ onlookersCount: 'others' })], { tabs: true });
  forbid(page.browser);
  const onlookers = new Onlookers({ server: 'http://localhost/', post: '13' }).start();
  return { page, onlookers };
}

const deny = () => {
  throw new DOMException('denied', 'SecurityError');
};

for (const [what, forbid] of [
  ['no channel', () => delete globalThis.BroadcastChannel],
  ['a channel that is denied', () => (globalThis.BroadcastChannel = class { constructor() { deny(); } })],
  ['locks that throw', (browser) => (browser.locks.request = deny)],
  ['locks of another kind', (browser) => delete browser.locks.request],
]) {
  test(`with ${what} a tab goes alone`, () => {
    const { page, onlookers } = openIn(forbid);
    assert.equal(page.sockets.length, 1);
    page.socket.open().say('counts', '13', 2, 7);
    assert.equal(page.elements[0].textContent, '1');
    assert.ok(page.browser.channel?.closed ?? true);
    page.window('pagehide', { persisted: true });
    page.window('pageshow', { persisted: true });
    assert.equal(page.sockets.length, 2);
    onlookers.view('14');
    assert.equal(viewing(page.socket.open())[1], '14');
    assert.equal(page.sockets.length, 2);
  });
}

test('a tab that can make no socket keeps the lock', async () => {
  const { page, browser } = openTab();
  globalThis.WebSocket = RefusedSocket;
  browser.grant();
  await settled();
  assert.equal(browser.requests.length, 1);
  assert.equal(page.sockets.length, 0);
});

test('a tab that moves to another post changes the company', () => {
  const { page, browser, onlookers } = openLeader();
  browser.say(tab('second'));
  onlookers.view('14');
  assert.equal(page.socket.closeCode, HANDED_OVER);
  assert.ok(browser.channel.name.endsWith('14'));
  browser.grant(browser.requests[1]);
  const [, post, options] = viewing(page.socket.open());
  assert.equal(post, '14');
  assert.ok(!('session' in options), 'the session stays with the other tab');
});

test('a tab that was stopped, or has not started, joins no company when it moves', () => {
  const { page, browser, onlookers } = openLeader();
  onlookers.stop();
  onlookers.view('14');
  assert.equal(browser.requests.length, 1);
  assert.equal(page.sockets.length, 1);
  const early = new Onlookers({ server: 'http://localhost/', post: '15' });
  early.view('16');
  assert.equal(browser.requests.length, 1);
  early.start();
  assert.ok(browser.channel.name.endsWith('16'));
});

test('each tab is a reader of its own if the page wants it so', () => {
  const { page, browser } = openTab([], { tabs: 'each' });
  assert.equal(page.sockets.length, 1);
  assert.equal(browser.requests.length, 0);
  assert.equal(browser.channel, undefined);
});

test('a page without a post of its own shares nothing', () => {
  const list = [element({ onlookersCount: 'viewers', onlookersPost: '14' })];
  const { page, browser } = openTab(list, { post: undefined });
  assert.equal(page.sockets.length, 1);
  assert.equal(browser.requests.length, 0);
});

test('a tab that is opened in the background beside another shows what that one receives', () => {
  const page = openPage([element({ onlookersCount: 'others' })], { tabs: true, hidden: true });
  new Onlookers({ server: 'http://localhost/', post: '13' }).start();
  assert.equal(page.browser.said.at(-1).seen, false);
  page.browser.say(news({ parked: false }));
  assert.equal(page.elements[0].textContent, '1');
  page.browser.grant();
  assert.equal(viewing(page.socket.open())[2].session, SESSION, 'and goes on with the reader who is counted');
});

test('the reader is counted when he looks at any of the tabs that were opened in the background', () => {
  const page = openPage([], { tabs: true, hidden: true });
  new Onlookers({ server: 'http://localhost/', post: '13' }).start();
  page.browser.grant();
  assert.equal(page.sockets.length, 0);
  page.browser.say(tab('second', { seen: true }));
  assert.equal(viewing(page.socket.open())[1], '13');
});
