-- The nodes, and for how long their leases last by Redis' own clock. Writes nothing.
--
-- KEYS[1] onlookers:nodes   zset   owner -> end of its lease, in milliseconds since 1970
--
-- ARGV[1] how many nodes at most
--
-- Returns {owner, milliseconds left, owner, ...}, those with the longest lease first.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local nodes = redis.call('ZRANGE', KEYS[1], 0, tonumber(ARGV[1]) - 1, 'REV', 'WITHSCORES')
for i = 2, #nodes, 2 do
  nodes[i] = tonumber(nodes[i]) - now
end
return nodes
