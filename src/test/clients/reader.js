/**
 * A page with an unmodified Socket.IO client, without the page: `node reader.js VERSION TRANSPORTS URL [POST]`.
 *
 * VERSION is one of the aliases in package.json, such as 1.3; TRANSPORTS is `default`, `polling` or `websocket`; URL is
 * the server's, with its context path. It says `viewing` POST at every connect, as the page of the 2015 demo did.
 *
 * In:  `emit ["viewing","14"]` sends an event, `ask ["viewing","14"]` sends one with an acknowledgement asked for;
 *      the post last viewed so is the one of the next connect. The end of the input closes the socket politely.
 * Out: what it hears, a JSON array a line: `["connect","polling"]`, `["upgrade","websocket"]`, `["viewers","13",4]`, …
 *
 * package.json says where two dependencies of 1.3.5 come from, because it names archives outside of npm.
 */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const EVENTS = ['viewers', 'views', 'session', 'degraded', 'error', 'connect_error', 'disconnect', 'auth', 'message-back'];

/** A polite goodbye takes no longer. */
const GOODBYE_MILLIS = 3_000;

const [version, transports, address, post] = process.argv.slice(2);
const { origin, pathname } = new URL(address);
const io = createRequire(import.meta.url)(`socket.io-client-${version}`);
const socket = io(origin, {
  path: `${pathname}socket.io`,
  ...(transports !== 'default' && { transports: [transports] }),
});

let viewing = post && ['viewing', post];

const say = (...words) => console.log(JSON.stringify(words, (_, value) => (value instanceof Error ? String(value) : value)));

socket.on('connect', () => {
  const { engine } = socket.io;
  say('connect', engine.transport.name);
  engine.on('upgrade', (transport) => say('upgrade', transport.name));
  if (viewing) socket.emit(...viewing);
});
for (const event of EVENTS) socket.on(event, (...words) => say(event, ...words));

const commands = {
  emit: (words) => socket.emit(...words),
  ask: (words) => socket.emit(...words, (...answer) => say('ack', ...answer)),
};

const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  const [, command, text] = line.match(/^(\w+) (.*)$/);
  const words = JSON.parse(text);
  if (words[0] === 'viewing') viewing = words;
  commands[command](words);
});
input.on('close', () => {
  socket.close();
  setTimeout(() => process.exit(), GOODBYE_MILLIS).unref();
});
