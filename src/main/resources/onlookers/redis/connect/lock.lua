-- Takes the collector's lock, or keeps it. One that lasts longer than any may was given before Redis' clock was set back: it
-- is shortened to what the asker's would last, and whoever lives has kept it by then.
--
-- KEYS[1] onlookers:collector   string  the owner that collects
--
-- ARGV[1] the owner: <node id>:<incarnation>
-- ARGV[2] how long the lock lasts, in milliseconds
-- ARGV[3] '1' to take it from whoever has it
-- ARGV[4] the longest that any node's lock lasts, in milliseconds
--
-- Returns 2 when the owner has taken the lock, 1 when it had it before and has kept it, else 0.

local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] and ARGV[3] ~= '1' then
  if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[4]) then
    redis.call('SET', KEYS[1], holder, 'PX', ARGV[2])
  end
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return holder == ARGV[1] and 1 or 2
