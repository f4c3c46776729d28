-- Adds views that were counted elsewhere to a post, once and never again.
--
-- KEYS[1] views:<post>                        string   views ever
-- KEYS[2] onlookers:imported:{views:<post>}   string   that the post's views were imported
--
-- ARGV[1] how many views are to be added
--
-- Returns 1 when they were imported now, 0 when they had been before.

-- Adding 0 shows whether something can be added: first, because a script is not rolled back.
if redis.call('EXISTS', KEYS[1]) == 1 then
  local views = redis.pcall('INCRBY', KEYS[1], 0)
  if type(views) == 'table' then
    return views
  elseif views > 2 ^ 62 then
    return redis.error_reply('ERR no room for more views')
  end
end
if not redis.call('SET', KEYS[2], '1', 'NX') then
  return 0
end
redis.call('INCRBY', KEYS[1], ARGV[1])
return 1
