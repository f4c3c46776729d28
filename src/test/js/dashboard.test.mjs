import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';

const SCRIPT = readFileSync(new URL('../../../webapp/dashboard/dashboard.js', import.meta.url), 'utf8');
const RETRY = 5_000;

/** An element of which nothing is looked at. */
const element = () => new Proxy({ dataset: {}, style: {}, children: [] }, { get: (own, name) => own[name] ?? (() => undefined) });

/** A dashboard, whose feed and clocks are the test's. */
function open() {
  const page = { feeds: [], now: 1_000_000, passed: 0, document: { body: element(), getElementById: element } };
  page.document.documentElement = element();

  class Feed {
    constructor() {
      this.heard = {};
      page.feeds.push(this);
    }

    addEventListener(name, receive) {
      this.heard[name] = receive;
    }

    close() {}
  }

  class Clock extends Date {
    static now = () => page.now;
  }

  const plot = () => ({ cursor: {}, setData() {}, setSize() {}, redraw() {} });
  const uPlot = Object.assign(function Plot() { return plot(); }, { paths: { bars: () => undefined } });
  const globals = {
    uPlot,
    document: page.document,
    Date: Clock,
    EventSource: Object.assign(Feed, { CLOSED: 2 }),
    ResizeObserver: class { observe() {} },
    performance: { now: () => page.passed },
    addEventListener() {},
    matchMedia: element,
    setTimeout() {},
    clearTimeout() {},
    setInterval: (action) => (page.look = action),
  };
  runInContext(SCRIPT, createContext(globals));
  /** So many milliseconds pass, in which it looks as often as it does. */
  page.pass = (millis) => {
    for (let i = 0; i < millis; i += RETRY) {
      page.passed += RETRY;
      page.now += RETRY;
      page.look();
    }
  };
  return page;
}

test('a feed that is silent is asked for anew', () => {
  const page = open();
  page.pass(20_000);
  assert.equal(page.feeds.length, 1);
  page.pass(RETRY);
  assert.equal(page.feeds.length, 2);
  assert.equal(page.document.body.dataset.state, 'lost');
});

test('a feed that says something is kept', () => {
  const page = open();
  for (let i = 0; i < 10; i++) {
    page.pass(15_000);
    page.feeds[0].heard.online({ data: '{"viewers":1,"posts":1}' });
  }
  assert.equal(page.feeds.length, 1);
});

test('a clock that is set changes nothing about that', () => {
  const page = open();
  page.now += 3_600_000;
  page.pass(RETRY);
  assert.equal(page.feeds.length, 1, 'set forward');
  page.now -= 7_200_000;
  page.pass(20_000);
  assert.equal(page.feeds.length, 2, 'set back');
});
