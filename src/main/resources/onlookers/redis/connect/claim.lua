-- A session views a post: its owner writes its key, or renews it. Others cannot, unless they resume or reclaim it.
--
-- KEYS[1] session:<session>                     string  the post; its existence means that the session is alive
-- KEYS[2] onlookers:owner:{session:<session>}   string  who renews the session, 'parked:', the post, ':' and who has parked it
--                                                       there, or 'ended:' and who ended it
--
-- ARGV[1] the post
-- ARGV[2] the owner: <node id>:<incarnation>
-- ARGV[3] seconds that the session lives without renewal
-- ARGV[4] 'write', 'reclaim' (whoever owns it), 'resume' (only if it is alive and somebody's) or 'resume parked' (likewise, also
--         if it is parked; whoever asks has made sure that the node lives that parked it)
-- ARGV[5] an owner from whom ARGV[2] has taken it before, which may have been forgotten: that one may have ended it
--         since; or 'ended:' and that one, where only that is to be overruled; '' for none
--
-- Returns {claimed, post before, owner before}: claimed is 0 when another owner has the session, or when there is nothing to
-- resume, and then the owner is what is recorded; the post and the owner before are '' when there was none. The post of a
-- session that is parked is where it is, if that is to be resumed, and else ''.

local ended = 'ended:'
local recorded = redis.call('GET', KEYS[2])
local before = redis.call('GET', KEYS[1])
local is_ended = recorded and string.match(recorded, '^ended:.+:.+$') -- a name has one colon in it
local parked_at, parked_by = string.match(recorded or '', '^parked:([^:]+):(.+:.+)$')
local holder = parked_by or recorded

if ARGV[4] == 'resume' or ARGV[4] == 'resume parked' then
  before = before or parked_at
  if not recorded or is_ended or not before or (parked_by and ARGV[4] == 'resume') then
    return {0, before or '', recorded or ''}
  end
elseif holder and holder ~= ARGV[2] and holder ~= ended .. ARGV[2] and holder ~= ARGV[5] and holder ~= ended .. ARGV[5] then
  if ARGV[4] ~= 'reclaim' or is_ended then
    return {0, before or '', recorded}
  end
end

if before == ARGV[1] and recorded == ARGV[2] then
  -- A renewal, as most calls are: half the work of writing both again, and half the notifications.
  redis.call('EXPIRE', KEYS[1], ARGV[3])
  redis.call('EXPIRE', KEYS[2], ARGV[3])
else
  redis.call('SETEX', KEYS[1], ARGV[3], ARGV[1])
  redis.call('SETEX', KEYS[2], ARGV[3], ARGV[2])
end
return {1, before or '', holder or ''}
