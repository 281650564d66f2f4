-- replay, and how a job is removed: its dead letters and chunks, slice by slice.
local function letters_of(job, min, most)
  return redis.call('ZRANGEBYLEX', P .. ':dl:' .. job.tenant, min, '(' .. job.id .. '0', 'LIMIT', 0, most)
end

local function letter_number(job, letter)
  return tonumber(string.sub(letter, #job.id + 2, #job.id + 20))
end

local replay, go_on_reviving
do
-- More is to be done for one that runs again than for one that ends.
local SOME = SLICE / 2

local function revive(chunk, round)
  local job, hash = chunk.job, chunk.hash
  revive_items(job, chunk.stage, hash:get('li'))
  chunk.round = round
  hash:set('ro', round)
  hash:set('a', 0)
  hash:set('k', 0)
  opened(job, round, chunk.stage, chunk.group, 1)
  leave(chunk)
  count(chunk, 'r', 1)
  hash:set('s', 'r')
  hash:set('si', now)
  hash:write()
end

local function revive_all(job, chunks, round)
  local lines, numbers = {}, {}
  for i = 1, #chunks do
    local chunk = chunks[i]
    revive(chunk, round)
    local stage, toll = chunk.stage, seat_toll(chunk)
    lines[stage] = lines[stage] or {}
    lines[stage][toll] = lines[stage][toll] or {}
    table.insert(lines[stage][toll], chunk.number)
    numbers[i] = integer(chunk.number)
  end
  if #numbers > 0 then
    redis.call('SADD', key_of(job, 'o'), unpack(numbers))
  end
  for stage, tolls in pairs(lines) do
    for toll, list in pairs(tolls) do
      line_up(job, stage, toll, list)
    end
  end
  return #chunks
end

-- Items that waited for a barrier when the job failed wait for it again, in the new round.
local function revive_waiting(job, round)
  each_waiting(job, function(waiting)
    if waiting.round < round then
      local board, seat = job.board, seat_of(round, waiting.stage, waiting.group)
      local tally = {}
      for kind, name in pairs({k = 'ok', p = 'repaired', l = 'duplicates', i = 'passed'}) do
        tally[name] = integer(board:get(kind .. waiting.seat) or '0')
        board:set(kind .. waiting.seat, 0)
      end
      revive_items(job, waiting.stage + 1, tally.passed)
      if not board:get('v' .. seat) and not board:get('u' .. seat) then
        board:set('v' .. seat, 1)
        make_seat(job, round, waiting.stage, waiting.group)
      end
      wait_at_barrier(job, seat, tally)
    end
  end)
end

-- A job that has ended runs again.
local function run_again(job)
  enter_state(job, 'r')
  job.hash:set('fc', false)
  job.hash:set('fd', false)
  job.hash:set('en', false)
  redis.call('ZREM', P .. ':ended', job.id)
  use(job, 1, 0)
  use_bytes(job, job.hash:get('pb'))
  local lines = lines_of(job)
  for i = 1, #lines do
    redis.call('LPUSH', lines[i], job.id)
  end
end

-- Begins a job's next round. rpc: behind which letter it goes on, rpx whether only those in v are chosen, rpf whether
-- cancelled chunks run again too, rpn how many do so far.
local function begin_reviving(job, chosen)
  local hash = job.hash
  local round = hash:add('ro', 1)
  hash:set('rpc', job.id .. '/')
  hash:set('rpx', chosen and 1 or false)
  hash:set('rpf', hash:get('st') == 'f' and 1 or false)
  hash:set('rpw', hash:get('rpf'))
  hash:set('rpn', 0)
  if has_ended(job) then
    run_again(job)
  end
  hash:set('rp', round)
  hold_round(job, round, 1)
end

local function revive_letters(job, round)
  local hash, chunks = job.hash, {}
  local letters = letters_of(job, '(' .. hash:get('rpc'), SOME)
  for i = 1, #letters do
    local number = letter_number(job, letters[i])
    if not hash:get('rpx') or redis.call('SISMEMBER', key_of(job, 'v'), integer(number)) == 1 then
      local chunk = chunk_of(job, number)
      -- One that died again meanwhile is a letter of this round.
      if chunk.round < round then
        chunks[#chunks + 1] = chunk
      end
    end
  end
  hash:set('rpc', #letters == SOME and letters[#letters])
  return revive_all(job, chunks, round)
end

local function revive_cancelled(job, round)
  local numbers, chunks = redis.call('SRANDMEMBER', key_of(job, 'x'), SOME), {}
  for i = 1, #numbers do
    chunks[i] = chunk_of(job, numbers[i])
  end
  if #numbers < SOME then
    job.hash:set('rpf', false)
  end
  return revive_all(job, chunks, round)
end

-- Whether all that was chosen runs again.
go_on_reviving = function(job)
  local hash = job.hash
  local round = hash:number('rp')
  hash:add('rpn', hash:get('rpc') and revive_letters(job, round) or hash:get('rpf') and revive_cancelled(job, round) or 0)
  changed(job)
  if hash:get('rpc') or hash:get('rpf') then
    return false
  end
  if hash:get('rpw') then
    revive_waiting(job, round)
  end
  stop_reviving(job)
  anomaly(job, 'REPLAYED', nil, nil, nil, hash:get('rpn'), round)
  settle(job, round, 0, '')
  if not is_over(job) then
    conclude(job, round, 0)
  end
  return true
end

-- How many of those that are chosen are dead, and notes them.
local function choose(job, args, many)
  local dead, numbers = 0, {}
  for i = 6, 5 + many do
    if redis.call('HGET', P .. ':c:' .. job.id .. ':' .. args[i], 's') == 'x' then
      dead = dead + 1
      numbers[dead] = args[i]
    end
  end
  redis.call('DEL', key_of(job, 'v'))
  in_batches('SADD', key_of(job, 'v'), numbers)
  return dead
end

-- replay: job, how many are chosen (0: all), these, then number, payload and cost of each edit.
replay = function(args)
  local job = job_of(args[4])
  if not job or job.hash:get('rm') then
    return {'NONE'}
  elseif job.hash:get('st') == 'd' then
    return {'DISMISSED'}
  elseif job.hash:get('eg') or job.hash:get('rp') then
    leave_for_later(job)
    return {'CLOSING'}
  end
  local many, id = tonumber(args[5]), job.id
  local dead = many > 0 and choose(job, args, many)
    or redis.call('ZLEXCOUNT', P .. ':dl:' .. job.tenant, '[' .. id .. '/', '(' .. id .. '0')
  if dead == 0 then
    return {'NOTHING'}
  end
  local first_dead = redis.call('HGET', P .. ':c:' .. id .. ':1', 's') == 'x'
  if first_dead and many > 0 and redis.call('SISMEMBER', key_of(job, 'v'), 1) == 0 then
    return {'START'}
  end
  local other = has_ended(job) and at_work(job)
  if other then
    return {'LINE', other}
  end
  for i = 6 + many, #args, 3 do
    local key = P .. ':c:' .. id .. ':' .. args[i]
    if redis.call('HGET', key, 's') == 'x' then
      redis.call('HSET', key, 'in', args[i + 1], 'co', args[i + 2])
      -- It points into the old payload.
      redis.call('HDEL', key, 'cu')
    end
  end
  local touched = dead + (job.hash:get('st') == 'f' and redis.call('SCARD', key_of(job, 'x')) or 0)
  begin_reviving(job, many > 0)
  if touched > SOME then
    leave_for_later(job)
  else
    repeat until go_on_reviving(job)
  end
  return {'APPLIED', touched}
end
end

local remove, go_on_removing
do
-- The job itself, when its chunks are gone.
local function remove_at_last(job)
  local id, tenant, hash = job.id, job.tenant, job.hash
  local children = redis.call('SMEMBERS', key_of(job, 'hk'))
  for i = 1, #children do
    redis.call('UNLINK', children[i])
  end
  if hash:get('ik') then
    redis.call('HDEL', P .. ':k:' .. tenant, hash:get('ik'))
  end
  redis.call('ZREM', P .. ':js:' .. hash:get('st') .. ':' .. tenant, id)
  redis.call('ZREM', P .. ':ended', id)
  for _, kind in ipairs({'j', 'b', 'gb', 'w', 'hk', 'o', 'x', 'z', 'v', 'ev', 'rj', 'rs'}) do
    redis.call('UNLINK', key_of(job, kind))
  end
  hash:gone()
  job.board:gone()
  jobs[id] = false
  rings.changed[id] = true
end

-- Whether nothing of the job is left, under whatever key.
go_on_removing = function(job)
  local letters = letters_of(job, '[' .. job.id .. '/', SLICE)
  for i = 1, #letters do
    local chunk = chunk_of(job, letter_number(job, letters[i]))
    leave(chunk)
    redis.call('DEL', chunk.hash.key)
    chunk.hash:gone()
  end
  if #letters == SLICE then
    return false
  end
  for _, kind in ipairs({'x', 'z'}) do
    local numbers, keys = redis.call('SPOP', key_of(job, kind), SLICE), {}
    for i = 1, #numbers do
      keys[i] = P .. ':c:' .. job.id .. ':' .. numbers[i]
    end
    if #keys > 0 then
      redis.call('DEL', unpack(keys))
    end
    if #keys == SLICE then
      return false
    end
  end
  remove_at_last(job)
  return true
end

-- remove: job.
remove = function(args)
  local job = job_of(args[4])
  if not job then
    return {'NONE'}
  elseif job.hash:get('eg') or job.hash:get('rm') then
    leave_for_later(job)
    return {'CLOSING'}
  elseif not has_ended(job) then
    return {'OPEN'}
  end
  local chunks = job.hash:number('nx')
  if not go_on_removing(job) then
    job.hash:set('rm', 1)
    leave_for_later(job)
  end
  return {'APPLIED', chunks}
end
end

-- go_on: job. Does the next slice of what is to be done with it.
local function next_slice(id)
  local job, done = job_of(id), true
  if job and job.hash:get('rm') then
    done = go_on_removing(job)
  elseif job and job.hash:get('eg') then
    done = go_on_ending(job)
  elseif job and job.hash:get('rp') then
    done = go_on_reviving(job)
  end
  if done then
    redis.call('SREM', P .. ':more', id)
  else
    unfinished[#unfinished + 1] = id
  end
end

local function go_on(args)
  next_slice(args[4])
  return 'OK'
end
