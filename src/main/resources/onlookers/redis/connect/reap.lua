-- Ends a session whose owner is dead, if that one still is its owner.
--
-- KEYS[1] session:<session>                     string  the post
-- KEYS[2] onlookers:owner:{session:<session>}   string  who renews the session
--
-- ARGV[1] the dead owner
--
-- Returns {reaped, post}: reaped is 0 when the session is somebody else's by now; the post is '' when there was none.

local post = redis.call('GET', KEYS[1]) or ''
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return {0, post}
end
redis.call('DEL', KEYS[1], KEYS[2])
return {1, post}
