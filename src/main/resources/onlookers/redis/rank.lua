-- Sets a post's place in the ranking by the size of its set.
--
-- KEYS[1] viewers:<post>      set    the sessions on the post
-- KEYS[2] onlookers:posts     zset   posts by viewers
--
-- ARGV[1] the post
--
-- Returns the viewers.

local viewers = redis.call('SCARD', KEYS[1])
if viewers > 0 then
  redis.call('ZADD', KEYS[2], viewers, ARGV[1])
else
  redis.call('ZREM', KEYS[2], ARGV[1])
end
return viewers
