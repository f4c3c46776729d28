-- Adds a view that was taken while Redis was out of reach, unless its page load or visitor was counted already.
--
-- KEYS[1] views:<post>                string  views ever
-- KEYS[2] onlookers:written:<owner>   string  the number of the last view of this owner that was written
-- KEYS[3] onlookers:visit:<post>:<visit>      string  that this page load was counted (unused when ARGV[3] is '')
-- KEYS[4] onlookers:visitor:<post>:<visitor>  string  likewise for the visitor (unused when ARGV[4] is '0')
--
-- ARGV[1] how many views
-- ARGV[2] the number of the view, counted up by this owner
-- ARGV[3] seconds that a visit is remembered, '' without a visit
-- ARGV[4] seconds that a visitor is remembered, '0' without a window
-- ARGV[5] seconds that the number lives
--
-- Returns the views added.

local due = true
if ARGV[3] ~= '' and not redis.call('SET', KEYS[3], '1', 'NX', 'EX', ARGV[3]) then
  due = false
end
if due and ARGV[4] ~= '0' and not redis.call('SET', KEYS[4], '1', 'NX', 'EX', ARGV[4]) then
  due = false
end
if due then
  redis.call('INCRBY', KEYS[1], ARGV[1])
end
redis.call('SETEX', KEYS[2], ARGV[5], ARGV[2])
return due and tonumber(ARGV[1]) or 0
