-- Makes the hash and the sets agree with what session:<session> says; where that is gone, removes the session, unless
-- a living node owns it (that node writes it again, or ends it). Looks at everything afresh, because the session may be
-- just arriving. One atomic step.
--
-- KEYS[1] session:<session>           string  the truth
-- KEYS[2] viewers                     hash    session -> post
-- KEYS[3] onlookers:owner:<session>   string  who renews the session
-- KEYS[4] onlookers:nodes             zset    owner -> end of its lease, in milliseconds since 1970
-- KEYS[5] onlookers:posts             zset    posts by viewers
--
-- ARGV[1] the session
-- ARGV[2] what the keys begin with
-- ARGV[3] a post in whose set the session was seen, '' if in none
--
-- Returns 1 when the session was removed, else 0.

local session, prefix, seen = ARGV[1], ARGV[2], ARGV[3]

local function rank(p)
  local viewers = redis.call('SCARD', prefix .. 'viewers:' .. p)
  if viewers > 0 then
    redis.call('ZADD', KEYS[5], viewers, p)
  else
    redis.call('ZREM', KEYS[5], p)
  end
end

local function remove(p)
  local removed = redis.call('SREM', prefix .. 'viewers:' .. p, session)
  rank(p)
  return removed
end

local function is_alive(owner)
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  local lease = redis.call('ZSCORE', KEYS[4], owner)
  return lease and tonumber(lease) >= now
end

local truth = redis.call('GET', KEYS[1])
local hashed = redis.call('HGET', KEYS[2], session)

if truth then
  if hashed ~= truth then
    redis.call('HSET', KEYS[2], session, truth)
  end
  redis.call('SADD', prefix .. 'viewers:' .. truth, session)
  rank(truth)
  if hashed and hashed ~= truth then
    remove(hashed)
  end
  if seen ~= '' and seen ~= truth and seen ~= hashed then
    remove(seen)
  end
  return 0
end

local owner = redis.call('GET', KEYS[3])
if owner and is_alive(owner) then
  return 0
end
local found = redis.call('HDEL', KEYS[2], session)
if hashed then
  remove(hashed)
end
if seen ~= '' and seen ~= hashed then
  found = math.max(found, remove(seen))
end
if owner and string.sub(owner, 1, 6) ~= 'ended:' then
  redis.call('DEL', KEYS[3])
  redis.call('SREM', prefix .. 'onlookers:sessions:' .. owner, session)
end
return found
