-- The owners whose lease is over, and those whose lease is not, by Redis' own clock. Writes nothing.
--
-- KEYS[1] onlookers:nodes   zset   owner -> end of its lease, in milliseconds since 1970
--
-- Returns {their names, the names of the others}.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
return {
  redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. now),
  redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf'),
}
