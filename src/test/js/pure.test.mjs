import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { format, isPost, parseFrame, pause, presenceUrl, randomId } from '../../../webapp/onlookers.js';

test('the pause grows twofold from 250 ms to at most 30 s', () => {
  const longest = [0, 1, 2, 6, 7, 1000].map((attempt) => pause(attempt, 1006, 1));
  assert.deepEqual(longest, [250, 500, 1000, 16000, 30000, 30000]);
});

test('the jitter is full: any pause from none to the longest', () => {
  assert.equal(pause(3, 1012, 0), 0);
  assert.equal(pause(3, 1013, 0.5), 1000);
  assert.equal(pause(3, undefined, 1), 2000);
});

test('after a refusal the pause is never short, whatever the attempt', () => {
  for (const code of [1000, 1003, 1007, 1008, 1009]) {
    assert.equal(pause(0, code, 0), 30000);
    assert.equal(pause(9, code, 1), 60000);
  }
});

test('the pause is random unless told otherwise', () => {
  const pauses = new Set(Array.from({ length: 20 }, () => pause(5)));
  assert.ok(pauses.size > 1);
  for (const millis of pauses) assert.ok(millis >= 0 && millis <= 8000);
});

test('frames of the contract are read', () => {
  for (const frame of [
    ['session', 'abcdefghijklmnopqrstuv'],
    ['counts', '13', 4, 120],
    ['degraded', true],
    ['error', 'bad-post', 'a post is …'],
  ]) {
    assert.deepEqual(parseFrame(JSON.stringify(frame)), frame);
  }
});

test('what is no known frame is empty', () => {
  for (const text of [
    '',
    'null',
    '7',
    '{"0":"session"}',
    '[]',
    '[["session"],"id"]',
    '["counts","13",4]',
    '["counts","13","4",120]',
    '["counts",13,4,120]',
    '["degraded","true"]',
    '["constructor"]',
    '["tomorrow",1]',
    '["session"',
  ]) {
    assert.deepEqual(parseFrame(text), [], text);
  }
});

test('a post is 1 to 32 characters of A-Z a-z 0-9 _ -', () => {
  for (const post of ['1', 13, '2-13', 'A_z-9', 'x'.repeat(32)]) assert.ok(isPost(post), String(post));
  for (const post of ['', ' ', '1\n', 'a b', 'é', 'x'.repeat(33), '<b>', 1.5, null, undefined]) {
    assert.ok(!isPost(post), String(post));
  }
});

test('an id is 22 characters as in a post, and never the same', () => {
  const ids = Array.from({ length: 1000 }, randomId);
  for (const id of ids) assert.match(id, /^[\w-]{22}$/);
  assert.equal(new Set(ids).size, ids.length);
});

test('the WebSocket is found at any context path, with TLS and without', () => {
  assert.equal(presenceUrl('http://localhost:3000/'), 'ws://localhost:3000/presence');
  assert.equal(presenceUrl('http://localhost:3000'), 'ws://localhost:3000/presence');
  assert.equal(presenceUrl('https://example.org/onlookers/'), 'wss://example.org/onlookers/presence');
  assert.equal(presenceUrl('https://example.org/onlookers'), 'wss://example.org/onlookers/presence');
  assert.equal(presenceUrl('wss://live.example.org'), 'wss://live.example.org/presence');
});

test("numbers are written as the page's language writes them", () => {
  assert.equal(format(1234567, 'en'), '1,234,567');
  assert.equal(format(1234567, 'de'), '1.234.567');
  assert.equal(format(7, ''), '7');
  assert.equal(format(7, 'no such language'), '7');
});

test('the client weighs at most 4 KB gzipped', () => {
  const weight = gzipSync(readFileSync(new URL('../../../webapp/onlookers.js', import.meta.url)), { level: 9 }).length;
  assert.ok(weight <= 4096, `${weight} bytes`);
});
