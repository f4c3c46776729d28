-- Adds views of one owner to a post, unless their page load or visitor was counted already. Sent twice under one number
-- they are added once.
--
-- KEYS[1] views:<post>                                    string  views ever
-- KEYS[2] onlookers:written:{views:<post>}:<owner>        string  the number of the last of this owner's views of the post
-- KEYS[3] onlookers:visit:{views:<post>}:<visit>          string  by which number this page load was counted, 'counted', or 'seen' (unused when ARGV[3] is '')
-- KEYS[4] onlookers:visitor:{views:<post>}:<visitor>      string  likewise for the visitor (unused when ARGV[4] is '0')
--
-- ARGV[1] how many views
-- ARGV[2] their number, counted up by this owner
-- ARGV[3] seconds that a visit is remembered, '' without a visit
-- ARGV[4] seconds that a visitor is remembered, '0' without a window
-- ARGV[5] seconds that the number lives
-- ARGV[6] '1' when they were acknowledged before, by a server whose data this one does not have: then they are added only
--         if the post knows this owner, and else only marked
-- ARGV[7] the number of this owner's view of the post that was sent before them in the same pipeline, '0' for none: where
--         that was sent astray, they must not be written before it
-- ARGV[8] '1' when they were taken before this: then that another node has 'seen' the page load is no reason not to count
--         it, only that somebody has counted it is
--
-- Returns the views added. -1 when a number as high as theirs is written already, and -2 when it is, and what they are
-- marked by is known to be another's: then they were not added under theirs either. -3 when the one before them is not.
-- -4 when the post does not know the owner: no number is written then, or it would know it when the next ones come.

local written = tonumber(redis.call('GET', KEYS[2]) or '')
if written and written >= tonumber(ARGV[2]) then
  local visit = ARGV[3] ~= '' and redis.call('GET', KEYS[3])
  local visitor = ARGV[4] ~= '0' and redis.call('GET', KEYS[4])
  if (visit and visit ~= ARGV[2]) or (visitor and visitor ~= ARGV[2]) then
    return -2
  end
  return -1
end
local forgotten = not written and ARGV[6] == '1'
if not forgotten and (written or 0) < tonumber(ARGV[7]) then
  return -3
end
local due = not forgotten
if ARGV[3] ~= '' and not redis.call('SET', KEYS[3], ARGV[2], 'NX', 'EX', ARGV[3]) then
  if ARGV[8] == '1' and redis.call('GET', KEYS[3]) == 'seen' then
    redis.call('SET', KEYS[3], ARGV[2], 'EX', ARGV[3])
  else
    due = false
  end
end
if forgotten then
  return -4
end
if due and ARGV[4] ~= '0' and not redis.call('SET', KEYS[4], ARGV[2], 'NX', 'EX', ARGV[4]) then
  due = false
end
if due then
  redis.call('INCRBY', KEYS[1], ARGV[1])
end
redis.call('SETEX', KEYS[2], ARGV[5], ARGV[2])
return due and tonumber(ARGV[1]) or 0
