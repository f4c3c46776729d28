-- A session of this owner is parked: it views nothing, so its key is removed; whose it is, and where, stays recorded, so that it
-- can be resumed on another node.
--
-- KEYS[1] session:<session>                     string  the post
-- KEYS[2] onlookers:owner:{session:<session>}   string  who renews the session, 'parked:', the post, ':' and who has parked it
--                                                       there, or 'ended:' and who ended it
--
-- ARGV[1] the post
-- ARGV[2] the owner: <node id>:<incarnation>
-- ARGV[3] seconds that it is recorded without renewal
-- ARGV[4] an owner from whom ARGV[2] has taken it before, which may have been forgotten; or 'ended:' and that one, where only its
--         having ended it is to be overruled; '' for none
--
-- Returns {parked, post}: parked is 0 when another owner has the session; the post is '' when it had no key.

local recorded = redis.call('GET', KEYS[2])
local post = redis.call('GET', KEYS[1]) or ''
local holder = recorded and (string.match(recorded, '^parked:[^:]+:(.+:.+)$') or string.match(recorded, '^ended:(.+:.+)$') or recorded)
if holder and holder ~= ARGV[2] and holder ~= ARGV[4] and recorded ~= ARGV[4] then
  return {0, post}
end
redis.call('DEL', KEYS[1])
redis.call('SETEX', KEYS[2], ARGV[3], 'parked:' .. ARGV[1] .. ':' .. ARGV[2])
return {1, post}
