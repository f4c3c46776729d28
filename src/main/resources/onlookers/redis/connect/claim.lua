-- A session views a post: its owner writes its key, or renews it. Others cannot, unless they resume or reclaim it.
--
-- KEYS[1] session:<session>                     string  the post; its existence means that the session is alive
-- KEYS[2] onlookers:owner:{session:<session>}   string  who renews the session, or 'ended:' and who ended it
--
-- ARGV[1] the post
-- ARGV[2] the owner: <node id>:<incarnation>
-- ARGV[3] seconds that the session lives without renewal
-- ARGV[4] 'write', 'reclaim' (whoever owns it) or 'resume' (only if it is alive and somebody's)
-- ARGV[5] an owner from whom ARGV[2] has taken it before, which may have been forgotten: that one may have ended it
--         since; '' for none
--
-- Returns {claimed, post before, owner before}: claimed is 0 when another owner has the session, or when there is nothing to
-- resume; the post and the owner before are '' when there was none.

local ended = 'ended:'
local recorded = redis.call('GET', KEYS[2])
local before = redis.call('GET', KEYS[1])
local is_ended = recorded and string.sub(recorded, 1, #ended) == ended

if ARGV[4] == 'resume' then
  if not recorded or is_ended or not before then
    return {0, before or '', recorded or ''}
  end
elseif recorded and recorded ~= ARGV[2] and recorded ~= ended .. ARGV[2] and recorded ~= ARGV[5]
    and recorded ~= ended .. ARGV[5] then
  if ARGV[4] ~= 'reclaim' or is_ended then
    return {0, before or '', recorded or ''}
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
return {1, before or '', recorded or ''}
