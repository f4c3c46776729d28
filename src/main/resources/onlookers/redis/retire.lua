-- Strikes a dead owner off the list, once none of its sessions is left. An owner that stops strikes itself off; if
-- something of it is left, its lease ends at once, so that the collector looks after that.
--
-- KEYS[1] onlookers:nodes                zset    owner -> end of its lease, in milliseconds since 1970
-- KEYS[2] onlookers:sessions:<owner>     set     its sessions
-- KEYS[3] onlookers:written:<owner>      string  the number of its last view that was written
--
-- ARGV[1] the owner
-- ARGV[2] '1' when it says so itself and need not be dead
--
-- Returns 1 when it was struck off, else 0.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local lease = redis.call('ZSCORE', KEYS[1], ARGV[1])
if ARGV[2] ~= '1' and lease and tonumber(lease) >= now then
  return 0
end
if redis.call('EXISTS', KEYS[2]) == 1 then
  redis.call('ZADD', KEYS[1], 0, ARGV[1])
  return 0
end
redis.call('DEL', KEYS[3])
return redis.call('ZREM', KEYS[1], ARGV[1])
