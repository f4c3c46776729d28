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
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
    this.closed = true;
  }
}

/** An element with data attributes, such as `{onlookersCount: 'viewers'}`. */
export const element = (dataset) => ({ dataset: { ...dataset }, textContent: '–' });

/**
 * Sets the page up, with a clock that only the test moves.
 *
 * @param {object[]} [elements] its placeholders
 */
export function openPage(elements = []) {
  FakeSocket.all = [];
  const windowEvents = new EventTarget();
  const document = Object.assign(new EventTarget(), {
    hidden: false,
    documentElement: { lang: 'en' },
    querySelectorAll: () => elements,
  });
  Object.assign(globalThis, {
    document,
    WebSocket: FakeSocket,
    addEventListener: windowEvents.addEventListener.bind(windowEvents),
  });
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1 });
  return {
    elements,
    /** Something happens to the window. */
    window: (name, detail = {}) => windowEvents.dispatchEvent(Object.assign(new Event(name), detail)),
    show(visible) {
      document.hidden = !visible;
      document.dispatchEvent(new Event('visibilitychange'));
    },
    pass: (millis) => mock.timers.tick(millis),
    get sockets() {
      return FakeSocket.all;
    },
    get socket() {
      return FakeSocket.all.at(-1);
    },
  };
}
