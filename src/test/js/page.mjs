/**
 * Just enough of a browser for the client: a document with placeholders, windows' events, and WebSockets whose server
 * is the test.
 */
import { mock } from 'node:test';

export class FakeSocket extends EventTarget {
  static OPEN = 1;
  /** Every socket the page has made, oldest first. @type {FakeSocket[]} */
  static all = [];

  readyState = 0;
  /** Whether the server is there, and answers `alive`. */
  answers = true;
  closed = false;
  /** @type {unknown[][]} */
  sent = [];

  constructor(url) {
    super();
    this.url = url;
    FakeSocket.all.push(this);
  }

  /** The server accepts, and says what it says first. */
  open(session = 'S'.repeat(22)) {
    this.readyState = 1;
    this.onopen?.({});
    this.say('session', session);
    return this;
  }

  say(...frame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
    return this;
  }

  end(code) {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  send(text) {
    const frame = JSON.parse(text);
    this.sent.push(frame);
    if (this.answers && frame[0] === 'alive') this.say('alive');
  }

  close(code) {
    this.readyState = 3;
    this.closed = true;
    this.closeCode = code;
  }
}

/** A browser that lets no socket be made, as on a page with https for a server without. */
export class RefusedSocket {
  static OPEN = 1;
  static tries = 0;

  constructor() {
    RefusedSocket.tries++;
    throw new DOMException('mixed content', 'SecurityError');
  }
}

const attribute = (name) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** An element with data attributes, such as `{onlookersCount: 'viewers'}`, and perhaps others. */
export function element(dataset, others = {}) {
  const attributes = new Map(Object.entries(others));
  for (const [name, value] of Object.entries(dataset)) attributes.set(attribute(name), value);
  return {
    dataset: { ...dataset },
    style: {},
    textContent: '–',
    getAttribute: (name) => attributes.get(name) ?? null,
    setAttribute: (name, value) => attributes.set(name, value),
    hasAttribute: (name) => attributes.has(name),
    matches: (selector) => selector.includes('[data-onlookers-count]') && attributes.has('data-onlookers-count'),
  };
}

/** A script tag with data attributes. */
export const script = (src, dataset = {}) => ({ ...element(dataset), src, dataset, matches: (selector) => selector.includes('script') });

/** Whoever wants to know what has changed in the document. @type {Set<(records: object[]) => void>} */
const observers = new Set();

class FakeObserver {
  constructor(hear) {
    this.hear = hear;
  }

  observe() {
    observers.add(this.hear);
  }

  disconnect() {
    observers.delete(this.hear);
  }
}

/** What the tabs of one browser have in common: the test is all the others. */
class FakeBrowser {
  /** What this tab says to the others. @type {any[]} */
  said = [];
  /** Requests for the lock. @type {any[]} */
  requests = [];
  /** @type {FakeChannel | undefined} */
  channel;

  locks = {
    request: (name, options, hold) =>
      new Promise((resolve, reject) => {
        const request = { name, options, hold, resolve, reject };
        this.requests.push(request);
        options.signal?.addEventListener('abort', () => reject(options.signal.reason));
      }),
  };

  /** This tab gets the lock; settles when it gives it back. */
  grant(request = this.requests[0]) {
    return request.hold().then(request.resolve);
  }

  /** Another tab says something. */
  say(data) {
    this.channel.onmessage({ data: structuredClone(data) });
  }
}

/** @param {FakeBrowser} browser */
const channelOf = (browser) =>
  class FakeChannel {
    constructor(name) {
      this.name = name;
      browser.channel = this;
    }

    postMessage(data) {
      if (this.closed) throw new Error('closed');
      browser.said.push(structuredClone(data));
    }

    close() {
      this.closed = true;
    }
  };

const notifyObservers = (record) => [...observers].forEach((hear) => hear([record]));

/**
 * Sets the page up, with a clock that only the test moves.
 *
 * @param {object[]} [elements] its placeholders
 * @param {{tabs?: boolean, lang?: string, hidden?: boolean, scripts?: object[]}} [options] whether its browser has locks, and such
 */
export function openPage(elements = [], { tabs = false, lang = 'en', hidden = false, scripts = [] } = {}) {
  FakeSocket.all = [];
  observers.clear();
  const browser = new FakeBrowser();
  const windowEvents = new EventTarget();
  const document = Object.assign(new EventTarget(), {
    hidden,
    documentElement: { lang },
    scripts,
    querySelectorAll: () => elements,
  });
  Object.assign(globalThis, {
    document,
    WebSocket: FakeSocket,
    MutationObserver: FakeObserver,
    BroadcastChannel: channelOf(browser),
    addEventListener: windowEvents.addEventListener.bind(windowEvents),
  });
  Object.defineProperty(globalThis, 'navigator', {
    value: tabs ? { locks: browser.locks } : {},
    configurable: true,
  });
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1 });
  return {
    elements,
    document,
    browser,
    /** Something happens to the window. */
    window: (name, detail = {}) => windowEvents.dispatchEvent(Object.assign(new Event(name), detail)),
    show(visible) {
      document.hidden = !visible;
      document.dispatchEvent(new Event('visibilitychange'));
    },
    /** Nodes are put into the document. */
    add: (...nodes) => notifyObservers({ type: 'childList', addedNodes: nodes, removedNodes: [] }),
    remove: (...nodes) => notifyObservers({ type: 'childList', addedNodes: [], removedNodes: nodes }),
    /** An attribute that the client looks at has changed. */
    change: () => notifyObservers({ type: 'attributes', addedNodes: [], removedNodes: [] }),
    pass: (millis) => mock.timers.tick(millis),
    get sockets() {
      return FakeSocket.all;
    },
    get socket() {
      return FakeSocket.all.at(-1);
    },
  };
}
