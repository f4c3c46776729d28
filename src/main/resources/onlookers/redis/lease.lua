-- Renews a node's lease. It is dead when its score has passed, by Redis' own clock.
--
-- KEYS[1] onlookers:nodes                zset    owner -> end of its lease, in milliseconds since 1970
-- KEYS[2] onlookers:sessions:<owner>     set     its sessions
-- KEYS[3] onlookers:written:<owner>      string  the number of its last view that was written
--
-- ARGV[1] the owner: <node id>:<incarnation>
-- ARGV[2] the lease in milliseconds
-- ARGV[3] seconds that its set and its number live
--
-- Returns 1 when the lease is new, or was taken for dead, else 0.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
-- First, because a full Redis refuses this, and lets it pass once the script has written something.
local new = redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
redis.call('EXPIRE', KEYS[2], ARGV[3])
redis.call('EXPIRE', KEYS[3], ARGV[3])
return new
