// A presence server as one would write it with care on Socket.IO 4: a room per post, counts kept in
// Redis by the schema of Onlookers, changes of a post told at most every 100 ms, the first one at
// once. Commands of one turn of the event loop leave together: the Redis client pipelines them.
//
// node --expose-gc server.js PORT REDIS_URI; SIGUSR2 collects the garbage.
import http from 'node:http';
import { randomBytes } from 'node:crypto';
import { createClient } from 'redis';
import { Server } from 'socket.io';

const CONFLATION_MS = 100;
const SESSION_TTL_S = 660;

const [port, redisUri] = process.argv.slice(2);
const redis = createClient({ url: redisUri });
await redis.connect();

const server = http.createServer();
const io = new Server(server, { transports: ['websocket'], serveClient: false });

/** post → what its room was told last, who has heard nothing yet, and whether it must wait */
const posts = new Map();

function entry(post) {
  let found = posts.get(post);
  if (!found) {
    found = { viewers: -1, views: -1, newcomers: new Set(), waiting: false, changed: false };
    posts.set(post, found);
  }
  return found;
}

function changed(post) {
  const known = entry(post);
  if (known.waiting) {
    known.changed = true;
    return;
  }
  known.waiting = true;
  known.changed = false;
  publish(post, known).catch(console.error).finally(() => setTimeout(rested, CONFLATION_MS, post, known));
}

/** The pause begins when all have been told: in it others come to their turn, however many they are. */
function rested(post, known) {
  known.waiting = false;
  if (known.changed) {
    changed(post);
  } else if (!io.sockets.adapter.rooms.has(post)) {
    posts.delete(post);
  }
}

async function publish(post, known) {
  const newcomers = known.newcomers;
  known.newcomers = new Set();
  const [viewers, views] = await Promise.all([
    redis.sCard(`viewers:${post}`),
    redis.get(`views:${post}`),
  ]);
  tell(post, known, 'viewers', viewers, newcomers);
  tell(post, known, 'views', Number(views), newcomers);
}

function tell(post, known, event, count, newcomers) {
  if (known[event] !== count) {
    known[event] = count;
    io.to(post).emit(event, post, count);
  } else {
    for (const socket of newcomers) {
      socket.emit(event, post, count);
    }
  }
}

async function view(socket, post) {
  const { session } = socket.data;
  const before = socket.data.post;
  socket.data.post = post;
  const writes = [
    redis.setEx(`session:${session}`, SESSION_TTL_S, post),
    redis.hSet('viewers', session, post),
    redis.sAdd(`viewers:${post}`, session),
    redis.incr(`views:${post}`),
  ];
  if (before !== undefined && before !== post) {
    socket.leave(before);
    writes.push(redis.sRem(`viewers:${before}`, session));
  }
  await Promise.all(writes);
  if (before !== undefined && before !== post) {
    changed(before);
  }
  if (socket.connected) {
    socket.join(post);
    entry(post).newcomers.add(socket);
    changed(post);
  }
}

async function leave(socket) {
  const { session, post } = socket.data;
  if (post !== undefined) {
    entry(post).newcomers.delete(socket);
    await Promise.all([
      redis.del(`session:${session}`),
      redis.hDel('viewers', session),
      redis.sRem(`viewers:${post}`, session),
    ]);
    changed(post);
  }
}

io.on('connection', (socket) => {
  socket.data.session = randomBytes(16).toString('base64url');
  socket.on('viewing', (post) => view(socket, String(post)).catch(console.error));
  socket.on('disconnect', () => leave(socket).catch(console.error));
});

process.on('SIGUSR2', () => {
  globalThis.gc();
  globalThis.gc();
  console.log('collected');
});

server.listen({ port: Number(port), host: '127.0.0.1', backlog: 10_000 }, () => console.log('ready'));
