-- The owners whose lease is over, and those whose lease is not, by Redis' own clock. A lease that ends later than any may was
-- given before that clock was set back: from now on it lasts as long as the asker's.
--
-- KEYS[1] onlookers:nodes   zset   owner -> end of its lease, in milliseconds since 1970
--
-- ARGV[1] the asker's lease in milliseconds
-- ARGV[2] the longest lease that a node can have, likewise
--
-- Returns {names of those whose lease is over, of those whose lease is not, of those whose lease has been over for longer than
-- the asker's lasts}. The last are among the first.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
for _, owner in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now + ARGV[2], '+inf')) do
  redis.call('ZADD', KEYS[1], now + ARGV[1], owner)
end
return {
  redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. now),
  redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf'),
  redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. now - ARGV[1]),
}
