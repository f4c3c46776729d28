import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Onlookers } from '../../../webapp/onlookers.js';
import { element, openPage } from './page.mjs';

const QUIET = 45_000;
const TIMEOUT = 10_000;
const MINUTE = 60_000;

beforeEach(() => {
  mock.restoreAll();
  mock.method(Math, 'random', () => 1);
});

/** A page whose connection has just sent it the counts, and dies unnoticed, if it is to. */
function connected({ dies = true, ...options } = {}) {
  const page = openPage([element({ onlookersCount: 'viewers' })], options);
  const onlookers = new Onlookers({ server: 'http://localhost/', post: '13' }).start();
  if (options.tabs) page.browser.grant();
  page.socket.open().say('counts', '13', 1, 1);
  page.socket.answers = !dies;
  return { page, onlookers };
}

const asked = ({ sent }) => sent.filter(([event]) => event === 'alive').length;

test('a page that has received nothing for 45 seconds asks whether its connection lives', () => {
  const { page, onlookers } = connected();
  page.pass(QUIET - 1);
  page.socket.say('counts', '13', 2, 2);
  page.pass(QUIET - 1);
  assert.equal(asked(page.socket), 0);
  page.pass(1);
  assert.deepEqual(page.socket.sent.at(-1), ['alive']);
  page.socket.say('alive');
  page.pass(TIMEOUT);
  assert.equal(onlookers.state, 'live');
  assert.equal(page.sockets.length, 1);
});

test('it asks again each time that it has received nothing for so long', () => {
  const { page } = connected({ dies: false });
  for (const times of [1, 2, 3]) {
    page.pass(QUIET);
    assert.equal(asked(page.socket), times);
  }
});

test('a connection that does not answer is lost, and another is made with the same session', () => {
  const { page, onlookers } = connected();
  page.pass(QUIET);
  page.pass(TIMEOUT - 1);
  assert.equal(onlookers.state, 'live');
  page.pass(1);
  assert.equal(onlookers.state, 'lost');
  assert.equal(page.elements[0].dataset.onlookersState, 'lost');
  assert.equal(page.socket.closeCode, 4012, 'should the close arrive after all, it ends no session');
  page.pass(250);
  assert.equal(page.sockets.length, 2);
  const [, , { session }] = page.socket.open('another-session-22-chr').sent[0];
  assert.equal(session, 'S'.repeat(22));
});

test('any frame is an answer', () => {
  const { page, onlookers } = connected();
  page.pass(QUIET);
  page.socket.say('counts', '13', 2, 2);
  page.pass(TIMEOUT);
  assert.equal(onlookers.state, 'live');
});

test('a hidden page asks nothing, and asks at once when it is looked at', () => {
  const { page, onlookers } = connected();
  page.show(false);
  page.pass(4 * MINUTE);
  assert.equal(asked(page.socket), 0);
  page.show(true);
  assert.equal(asked(page.socket), 1);
  page.pass(TIMEOUT);
  assert.equal(onlookers.state, 'lost');
});

test('looking away and back puts the answer off no longer', () => {
  const { page, onlookers } = connected();
  page.pass(QUIET);
  for (let second = 0; second < TIMEOUT / 1_000; second++) {
    page.show(false);
    page.show(true);
    page.pass(1_000);
  }
  assert.equal(asked(page.sockets[0]), 1);
  assert.equal(onlookers.state, 'lost');
});

test('a page that is told to be online again asks at once', () => {
  const { page } = connected();
  page.window('online');
  assert.equal(asked(page.socket), 1);
  assert.equal(page.sockets.length, 1);
});

test('a socket that has not spoken yet is not asked', () => {
  const page = openPage();
  new Onlookers({ server: 'http://localhost/', post: '13' }).start();
  page.window('online');
  page.show(false);
  page.show(true);
  assert.deepEqual(page.socket.open().sent.map(([event]) => event), ['viewing']);
});

test('nothing is asked of a connection that was left', () => {
  const { page } = connected();
  page.window('pagehide', { persisted: true });
  page.pass(2 * QUIET);
  assert.equal(asked(page.socket), 0);
  assert.equal(page.sockets.length, 1);
});

test('the tab that leads asks for a tab that is looked at, although it is hidden itself', () => {
  const { page } = connected({ tabs: true });
  page.show(false);
  page.browser.say({ id: 'second', wanted: [], seen: true });
  assert.equal(asked(page.socket), 1, 'at once');
  page.socket.say('alive');
  page.pass(QUIET);
  assert.equal(asked(page.socket), 2);
});
