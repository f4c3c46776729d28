-- Renews a node's lease. It is dead when its score has passed, by Redis' own clock.
--
-- KEYS[1] onlookers:nodes   zset   owner -> end of its lease, in milliseconds since 1970
--
-- ARGV[1] the owner: <node id>:<incarnation>
-- ARGV[2] the lease in milliseconds
--
-- Returns 1 when the lease is new: the node has come, was taken for dead, or the data is gone; else 0.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
return redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
