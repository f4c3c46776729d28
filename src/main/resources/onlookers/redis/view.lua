-- A session views a post: places it, or moves it there, and adds a view where one is due. One atomic step.
--
-- KEYS[1] session:<session>        string  the post; its existence means that the session is alive
-- KEYS[2] viewers                  hash    session -> post
-- KEYS[3] viewers:<post>           set     the sessions on the post
-- KEYS[4] views:<post>             string  views ever
-- KEYS[5] onlookers:owner:<session>        string  who renews the session
-- KEYS[6] onlookers:sessions:<owner>       set     the sessions of this owner
-- KEYS[7] onlookers:posts                  zset    posts by viewers
-- KEYS[8] onlookers:written:<owner>        string  the number of the last view of this owner that was written
-- KEYS[9] onlookers:visit:<post>:<visit>   string  that this page load was counted (unused when ARGV[8] is '')
-- KEYS[10] onlookers:visitor:<post>:<visitor>  string  likewise for the visitor (unused when ARGV[9] is '0')
--
-- ARGV[1] the session
-- ARGV[2] the post
-- ARGV[3] seconds that the session lives without renewal
-- ARGV[4] the owner: <node id>:<incarnation>
-- ARGV[5] what the keys begin with
-- ARGV[6] 'arrival', 'renewal', 'reclaim' (as renewal, whoever owns it) or 'resume' (only if it is alive and somebody's;
--         an arrival if it was on another post)
-- ARGV[7] the number of the view, counted up by this owner
-- ARGV[8] seconds that a visit is remembered, '' without a visit
-- ARGV[9] seconds that a visitor is remembered, '0' without a window
-- ARGV[10] seconds that the set and the number of the owner live
--
-- Returns {placed, counted}: placed is 0 when another owner has the session, or when there is nothing to resume.

local session, post, owner, prefix, how = ARGV[1], ARGV[2], ARGV[4], ARGV[5], ARGV[6]
local ended = 'ended:'

-- What is no set has no place, and must not keep a session from leaving it for a sound post.
local function rank(p)
  local viewers = redis.pcall('SCARD', prefix .. 'viewers:' .. p)
  if type(viewers) == 'number' and viewers > 0 then
    redis.call('ZADD', KEYS[7], viewers, p)
  else
    redis.call('ZREM', KEYS[7], p)
  end
end

local recorded = redis.call('GET', KEYS[5])
local alive = redis.call('GET', KEYS[1])
local is_ended = recorded and string.sub(recorded, 1, #ended) == ended

if how == 'resume' then
  if not recorded or is_ended or not alive then
    return {0, 0}
  end
elseif recorded and recorded ~= owner and recorded ~= ended .. owner then
  if how ~= 'reclaim' or is_ended then
    return {0, 0}
  end
end

if recorded and recorded ~= owner and not is_ended then
  redis.call('SREM', prefix .. 'onlookers:sessions:' .. recorded, session)
end

local before = redis.call('HGET', KEYS[2], session)
redis.call('SETEX', KEYS[1], ARGV[3], post)
redis.call('HSET', KEYS[2], session, post)
redis.call('SADD', KEYS[3], session)
redis.call('SETEX', KEYS[5], ARGV[3], owner)
redis.call('SADD', KEYS[6], session)
if redis.call('SCARD', KEYS[6]) == 1 then -- it may be new; else the lease renews it
  redis.call('EXPIRE', KEYS[6], ARGV[10])
end
if before and before ~= post then
  redis.pcall('SREM', prefix .. 'viewers:' .. before, session)
  rank(before)
end
rank(post)

local due = how == 'arrival' or (how == 'resume' and alive ~= post)
if ARGV[8] ~= '' and not redis.call('SET', KEYS[9], '1', 'NX', 'EX', ARGV[8]) then
  due = false
end
if due and ARGV[9] ~= '0' and not redis.call('SET', KEYS[10], '1', 'NX', 'EX', ARGV[9]) then
  due = false
end
if due then
  redis.call('INCR', KEYS[4])
end
if ARGV[7] ~= '0' then
  if not redis.call('SET', KEYS[8], ARGV[7], 'XX', 'KEEPTTL') then
    redis.call('SETEX', KEYS[8], ARGV[10], ARGV[7])
  end
end
return {1, due and 1 or 0}
