-- Ends a session whose owner is dead, if it still is the owner and still is dead. One atomic step.
--
-- KEYS[1] session:<session>            string
-- KEYS[2] viewers                      hash    session -> post
-- KEYS[3] onlookers:owner:<session>    string  who renews the session
-- KEYS[4] onlookers:nodes              zset    owner -> end of its lease, in milliseconds since 1970
-- KEYS[5] onlookers:posts              zset    posts by viewers
-- KEYS[6] onlookers:sessions:<owner>   set     the sessions of the dead owner
--
-- ARGV[1] the session
-- ARGV[2] the dead owner
-- ARGV[3] what the keys begin with
--
-- Returns 1 when the session was removed, 0 when it is somebody else's, -1 when the owner is not dead.

local session, owner, prefix = ARGV[1], ARGV[2], ARGV[3]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local lease = redis.call('ZSCORE', KEYS[4], owner)
if lease and tonumber(lease) >= now then
  return -1
end
redis.call('SREM', KEYS[6], session)
if redis.call('GET', KEYS[3]) ~= owner then
  return 0
end
local post = redis.call('HGET', KEYS[2], session)
redis.call('DEL', KEYS[1], KEYS[3])
redis.call('HDEL', KEYS[2], session)
if post then
  redis.call('SREM', prefix .. 'viewers:' .. post, session)
  local viewers = redis.call('SCARD', prefix .. 'viewers:' .. post)
  if viewers > 0 then
    redis.call('ZADD', KEYS[5], viewers, post)
  else
    redis.call('ZREM', KEYS[5], post)
  end
end
return 1
