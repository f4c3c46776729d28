import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Onlookers } from '../../../webapp/onlookers.js';
import { element, openPage } from './page.mjs';

const GAP = 2_000;
const MINUTE = 60_000;

beforeEach(() => {
  mock.restoreAll();
  mock.method(Math, 'random', () => 1);
});

const states = ({ elements }) => elements.map(({ dataset }) => dataset.onlookersState);
const dimmed = ({ elements }) => elements.map(({ style }) => style.opacity !== '');

/** A page with a post of its own and another, both live; and what it has fired since. */
function connected() {
  const page = openPage([
    element({ onlookersCount: 'others' }),
    element({ onlookersCount: 'views', onlookersPost: '14' }),
  ]);
  const onlookers = new Onlookers({ server: 'https://live.example.org/', post: '13' }).start();
  page.socket.open().say('counts', '13', 3, 30).say('counts', '14', 4, 40);
  const received = [];
  for (const name of ['counts', 'state']) onlookers.addEventListener(name, ({ detail }) => received.push(detail));
  return { page, onlookers, received };
}

test('a gap of less than two seconds is not shown', () => {
  const { page, received } = connected();
  page.socket.end(1006);
  page.pass(250);
  assert.deepEqual(states(page), ['live', 'live']);
  page.socket.open().say('counts', '13', 3, 30).say('counts', '14', 4, 40);
  page.pass(GAP);
  assert.deepEqual(states(page), ['live', 'live']);
  assert.deepEqual(dimmed(page), [false, false]);
  assert.equal(page.elements[0].textContent, '2', 'this reader is one of the three all the time');
  assert.deepEqual(received, []);
});

test('a longer gap is', () => {
  const { page, onlookers, received } = connected();
  page.socket.end(1006);
  page.pass(GAP - 1);
  assert.deepEqual(dimmed(page), [false, false]);
  page.pass(1);
  assert.deepEqual(dimmed(page), [true, true]);
  assert.equal(onlookers.state, 'lost');
  assert.deepEqual(received, ['lost']);
});

test('attempts that fail make no gap longer', () => {
  const { page } = connected();
  page.socket.end(1006);
  page.pass(250);
  page.socket.end(1006);
  page.pass(500);
  assert.deepEqual(dimmed(page), [false, false]);
  page.socket.end(1006);
  page.pass(GAP - 750);
  assert.deepEqual(dimmed(page), [true, true]);
});

test('of two short gaps none is shown', () => {
  const { page } = connected();
  page.socket.end(1006);
  page.pass(250);
  page.socket.open().say('counts', '13', 3, 30).say('counts', '14', 4, 40);
  page.pass(1_500);
  page.socket.end(1006);
  page.pass(500);
  assert.deepEqual(dimmed(page), [false, false]);
});

test('a number that does not come again is old when the gap would be', () => {
  const { page, onlookers } = connected();
  page.socket.end(1006);
  page.pass(250);
  page.socket.open().say('counts', '13', 5, 31);
  page.pass(GAP);
  assert.deepEqual(states(page), ['live', 'lost']);
  assert.equal(onlookers.state, 'live');
});

test('a device that is offline makes no attempt, and one as soon as it is back', () => {
  const { page, onlookers } = connected();
  navigator.onLine = false;
  page.window('offline');
  assert.equal(onlookers.state, 'lost', 'at once');
  page.pass(10 * MINUTE);
  page.show(false);
  page.show(true);
  onlookers.refresh();
  assert.equal(page.sockets.length, 1);
  navigator.onLine = true;
  page.window('online');
  assert.equal(page.sockets.length, 2);
});

test('a socket that closes because the device is offline is not made anew before', () => {
  const { page } = connected();
  navigator.onLine = false;
  page.socket.end(1006);
  page.pass(10 * MINUTE);
  assert.equal(page.sockets.length, 1);
  assert.deepEqual(states(page), ['lost', 'lost']);
});

test('a page that is opened offline waits', () => {
  const page = openPage();
  navigator.onLine = false;
  new Onlookers({ server: 'https://live.example.org/', post: '13' }).start();
  assert.equal(page.sockets.length, 0);
  navigator.onLine = true;
  page.window('online');
  assert.equal(page.sockets.length, 1);
});

test('a server on the device itself is reached offline, too', () => {
  for (const host of ['localhost:3000', '127.0.0.1']) {
    const page = openPage();
    navigator.onLine = false;
    new Onlookers({ server: `http://${host}/`, post: '13' }).start();
    assert.equal(page.sockets.length, 1, host);
  }
});
