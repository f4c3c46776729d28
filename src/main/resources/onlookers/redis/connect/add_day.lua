-- Adds views to those of a day, each post's to its own, and all of them to the site's. Sent twice under one number they are
-- added once, in whatever order batches come.
--
-- KEYS[1] onlookers:day:<day>                              zset    post -> views of that day
-- KEYS[2] onlookers:total:{onlookers:day:<day>}            string  views of that day, of all posts
-- KEYS[3] onlookers:batches:{onlookers:day:<day>}:<owner>  set     the numbers of this owner's last batches
--
-- ARGV[1] the number of this batch, counted up by this owner
-- ARGV[2] when the day is forgotten, in seconds since 1970
-- ARGV[3] seconds that the numbers live
-- ARGV[4] how many numbers are kept
-- ARGV[5] how many posts a day has at most; beyond them those with the fewest views go
-- ARGV[6] '1' when the batch was acknowledged before, by a server whose data this one does not have: then it is added only
--         if the day knows this owner
-- ARGV[7], ARGV[8], ... a post and its views, which may be fewer than 0; and so on
--
-- Returns 1 when they were added now, 0 when they had been before, -1 when the day does not know the owner.

-- What cannot be added to is found before anything is written: a script is not rolled back.
redis.call('ZCARD', KEYS[1])
local all = redis.call('GET', KEYS[2])
if all and not tonumber(all) then
  return redis.error_reply('ERR the total of the day is no number')
end
if ARGV[6] == '1' and redis.call('EXISTS', KEYS[3]) == 0 then
  return -1
end
if redis.call('SADD', KEYS[3], ARGV[1]) == 0 then
  return 0
end
redis.call('SREM', KEYS[3], tonumber(ARGV[1]) - tonumber(ARGV[4]))
redis.call('EXPIRE', KEYS[3], ARGV[3])
local total = 0
for i = 7, #ARGV, 2 do
  total = total + tonumber(ARGV[i + 1])
  if tonumber(redis.call('ZINCRBY', KEYS[1], ARGV[i + 1], ARGV[i])) <= 0 then
    redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
redis.call('INCRBY', KEYS[2], total)
local surplus = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[5])
if surplus > 0 then
  redis.call('ZREMRANGEBYRANK', KEYS[1], 0, surplus - 1)
end
redis.call('EXPIREAT', KEYS[1], ARGV[2])
redis.call('EXPIREAT', KEYS[2], ARGV[2])
return 1
