-- Ends a session of this owner, and nobody else's. One atomic step.
--
-- KEYS[1] session:<session>              string
-- KEYS[2] viewers                        hash    session -> post
-- KEYS[3] onlookers:owner:<session>      string  who renews the session
-- KEYS[4] onlookers:sessions:<owner>     set     the sessions of this owner
-- KEYS[5] onlookers:posts                zset    posts by viewers
--
-- ARGV[1] the session
-- ARGV[2] the owner: <node id>:<incarnation>
-- ARGV[3] what the keys begin with
-- ARGV[4] the post on which the owner last saw it, '' if it does not know
-- ARGV[5] seconds to remember that it has ended, so that an earlier owner that wakes up does not write it again; '0' not at all
--
-- Returns 1 when the session was the owner's, else 0.

local session, owner, prefix = ARGV[1], ARGV[2], ARGV[3]

-- What is no set has no members, and must not keep the rest from being removed.
local function leave(p)
  if redis.pcall('SREM', prefix .. 'viewers:' .. p, session) == 1 then
    local viewers = redis.call('SCARD', prefix .. 'viewers:' .. p)
    if viewers > 0 then
      redis.call('ZADD', KEYS[5], viewers, p)
    else
      redis.call('ZREM', KEYS[5], p)
    end
  end
end

redis.call('SREM', KEYS[4], session)
local recorded = redis.call('GET', KEYS[3])
if recorded and recorded ~= owner then
  return 0
end
local post = redis.call('HGET', KEYS[2], session)
redis.call('HDEL', KEYS[2], session)
if post then
  leave(post)
end
if ARGV[4] ~= '' and ARGV[4] ~= post then
  leave(ARGV[4])
end
if ARGV[5] == '0' then
  redis.call('DEL', KEYS[1], KEYS[3])
else
  redis.call('DEL', KEYS[1])
  redis.call('SETEX', KEYS[3], ARGV[5], 'ended:' .. owner)
end
return 1
