-- Remembers how many viewers the site had, if it never had more in that minute or in that hour.
--
-- KEYS[1] onlookers:peak:<day>   hash   minute 'HH:MM' or hour 'HH' -> the most viewers at once
--
-- ARGV[1] how many viewers
-- ARGV[2] when the day is forgotten, in seconds since 1970
-- ARGV[3], ARGV[4] the minute, and the hour
--
-- Returns how many of the two were too low.

local raised = 0
for i = 3, 4 do
  local known = tonumber(redis.call('HGET', KEYS[1], ARGV[i]) or '')
  if not known or known < tonumber(ARGV[1]) then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[1])
    raised = raised + 1
  end
end
redis.call('EXPIREAT', KEYS[1], ARGV[2])
return raised
