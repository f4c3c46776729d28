-- Sets the views of a post, whatever it holds now; or raises them, if it has fewer.
--
-- KEYS[1] views:<post>   string   views ever
--
-- ARGV[1] how many views
-- ARGV[2] '1' to raise them only
--
-- Returns {changed, the views now}: changed is 1 when they were others before. An error when they are to be raised and the
-- key holds no number.

local before = redis.pcall('GET', KEYS[1])
local views = type(before) == 'string' and string.match(before, '^%-?%d+$') and tonumber(before) or nil
if ARGV[2] == '1' then
  if before and not views then
    return type(before) == 'table' and before or redis.error_reply('ERR no number')
  end
  if views and views >= tonumber(ARGV[1]) then
    return {0, before}
  end
end
redis.call('SET', KEYS[1], ARGV[1])
return {before == ARGV[1] and 0 or 1, ARGV[1]}
