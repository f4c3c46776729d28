import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, mock, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { isPost, pause } from '../../../webapp/onlookers.js';

beforeEach(() => mock.restoreAll());

test('the pause grows twofold from 250 ms to at most 30 s', () => {
  mock.method(Math, 'random', () => 1);
  const longest = [0, 1, 2, 6, 7, 1000].map((attempt) => pause(attempt));
  assert.deepEqual(longest, [250, 500, 1000, 16000, 30000, 30000]);
});

test('the jitter is full: any pause from none to the longest', () => {
  const random = mock.method(Math, 'random', () => 0);
  assert.equal(pause(3, 1012), 0);
  random.mock.mockImplementation(() => 0.5);
  assert.equal(pause(3, 1013), 1000);
});

test('after a refusal the pause is never short, whatever the attempt', () => {
  const random = mock.method(Math, 'random', () => 0);
  for (const code of [1000, 1003, 1007, 1008, 1009]) assert.equal(pause(0, code), 30000);
  random.mock.mockImplementation(() => 1);
  for (const code of [1000, 1003, 1007, 1008, 1009]) assert.equal(pause(9, code), 60000);
});

test('the pause is random', () => {
  const pauses = new Set(Array.from({ length: 20 }, () => pause(5)));
  assert.ok(pauses.size > 1);
  for (const millis of pauses) assert.ok(millis >= 0 && millis <= 8000);
});

test('a post is 1 to 32 characters of A-Z a-z 0-9 _ -', () => {
  for (const post of ['1', 13, '2-13', 'A_z-9', 'x'.repeat(32)]) assert.ok(isPost(post), String(post));
  for (const post of ['', ' ', '1\n', 'a b', 'é', 'x'.repeat(33), '<b>', 1.5, null, undefined]) {
    assert.ok(!isPost(post), String(post));
  }
});

test('the client weighs at most 6 KB gzipped, its name included', () => {
  const name = 'onlookers.js';
  const content = readFileSync(new URL(`../../../webapp/${name}`, import.meta.url));
  const weight = gzipSync(content, { level: 9 }).length + name.length + 1;
  assert.ok(weight <= 6144, `${weight} bytes`);
});
