-- Removes an owner from the list of nodes, if its lease is over.
--
-- KEYS[1] onlookers:nodes   zset   owner -> end of its lease, in milliseconds since 1970
--
-- ARGV[1] the owner
--
-- Returns 1 when it was removed, else 0.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local lease = redis.call('ZSCORE', KEYS[1], ARGV[1])
if lease and tonumber(lease) >= now then
  return 0
end
return redis.call('ZREM', KEYS[1], ARGV[1])
