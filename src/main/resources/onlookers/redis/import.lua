-- Adds views that were counted elsewhere, for each post once and never again. One atomic step: all or, where a key
-- holds no number, nothing.
--
-- KEYS[1]   onlookers:imported   set      the posts that were imported
-- KEYS[n+1] views:<post n>       string   views ever
--
-- ARGV[2n-1] post n
-- ARGV[2n]   how many views are to be added to it
--
-- Returns the number of posts that were imported now.

-- Adding nothing tells whether something can be added: first for all, because a script is not rolled back.
for n = 2, #KEYS do
  if redis.call('EXISTS', KEYS[n]) == 1 then
    local views = redis.pcall('INCRBY', KEYS[n], 0)
    if type(views) == 'table' then
      return views
    elseif views > 2 ^ 62 then
      return redis.error_reply('ERR no room for more views')
    end
  end
end
local imported = 0
for n = 1, #KEYS - 1 do
  if redis.call('SADD', KEYS[1], ARGV[2 * n - 1]) == 1 then
    redis.call('INCRBY', KEYS[n + 1], ARGV[2 * n])
    imported = imported + 1
  end
end
return imported
