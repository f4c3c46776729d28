-- Ends a session of this owner, and nobody else's: removes its key. Sent twice it is released twice, so that what follows from
-- that is done though the first answer was lost.
--
-- KEYS[1] session:<session>                     string  the post
-- KEYS[2] onlookers:owner:{session:<session>}   string  who renews the session, 'parked:', the post, ':' and who has parked it
--                                                       there, or 'ended:' and who ended it
--
-- ARGV[1] the owner: <node id>:<incarnation>
-- ARGV[2] seconds to remember that it has ended, so that an earlier owner that wakes up does not write it again; '0' not at all
-- ARGV[3] an owner from whom ARGV[1] has taken it before, which may have been forgotten; or 'ended:' and that one; '' for none
--
-- Returns {released, post}: released is 0 when another owner has the session; the post is '' when there was none.

local recorded = redis.call('GET', KEYS[2])
local post = redis.call('GET', KEYS[1]) or ''
local holder = recorded and (string.match(recorded, '^parked:[^:]+:(.+:.+)$') or string.match(recorded, '^ended:(.+:.+)$') or recorded)
if holder and holder ~= ARGV[1] and holder ~= ARGV[3] and recorded ~= ARGV[3] then
  return {0, post}
end
if ARGV[2] == '0' then
  redis.call('DEL', KEYS[1], KEYS[2])
else
  redis.call('DEL', KEYS[1])
  redis.call('SETEX', KEYS[2], ARGV[2], 'ended:' .. ARGV[1])
end
return {1, post}
