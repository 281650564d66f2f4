-- Work that grows with a job is done in slices, so that no call holds Redis up: the first one marks the job, the caller and
-- every tick go on, and what others see of it comes with the last one. more lists the jobs with such work. eg of a job
-- says that it is ending, and how ('d' or 'f'), egc and egd why, egn how many chunks were cancelled by then. rp is the
-- round that a replay is preparing, rm that the job is being removed; see operate.lua.

-- Chunks or letters in one call.
local SLICE = 500

-- Ends a job; code and detail: why it failed.
local function end_job(job, state, code, detail)
  enter_state(job, state)
  job.hash:set('fc', code or false)
  job.hash:set('fd', detail or false)
  job.hash:set('en', now)
  redis.call('ZADD', P .. ':ended', now, job.id)
  use(job, -1, 0)
  use_bytes(job, '-' .. job.hash:get('pb'))
  ended[#ended + 1] = job
  changed(job)
end

local cancel_some
do
-- Chunks of one stage and toll that were ready and are cancelled.
local function take_out_of_line(job, stage, toll, numbers)
  local at = stage_key(job.plan[stage].at)
  local ready, members = ready_chunks(job, stage, toll), {}
  for i = 1, #numbers do
    members[i] = job.id .. ':' .. numbers[i]
  end
  redis.call('ZREM', ready, unpack(numbers))
  redis.call('ZREM', turns.shelf(at, job.plan.version) .. ':age', unpack(members))
  redis.call('SADD', key_of(job, 'x'), unpack(numbers))
  if redis.call('EXISTS', ready) == 0 then
    turns.step_out(at, job.plan.version, job.tenant, place_of(job, toll), job.id)
  end
  job.hash:add(stage .. 'r', -#numbers)
  job.hash:add(stage .. 'c', #numbers)
  job.hash:add('op', -#numbers)
  use(job, 0, -#numbers)
end

local function cancel_one(job, number, replayable)
  local chunk = chunk_of(job, number)
  settle_items(job, chunk.stage, all_dead(chunk.hash:get('li')))
  closed(chunk)
  if not replayable then
    chunk.hash:set('in', false)
    chunk.hash:set('cu', false)
  end
  move(chunk, 'c')
end

-- Cancels some of what is open, and its items die; how many chunks.
cancel_some = function(job, replayable)
  local numbers, lines, items = redis.call('SPOP', key_of(job, 'o'), SLICE), {}, {}
  for i = 1, #numbers do
    local number = numbers[i]
    local key = P .. ':c:' .. job.id .. ':' .. number
    local c = redis.call('HMGET', key, 's', 'g', 'gr', 'ro', 'li', 'tg', 'tw')
    if c[1] == 'r' then
      local stage, toll = tonumber(c[2]), toll_of(c[6], c[7])
      lines[stage] = lines[stage] or {}
      lines[stage][toll] = lines[stage][toll] or {}
      table.insert(lines[stage][toll], number)
      local more = (items[stage] or 0) + tonumber(c[5])
      if more < EXACT then
        items[stage] = more
      else
        settle_items(job, stage, all_dead(c[5]))
      end
      job.board:add('o' .. seat_of(c[4], stage, c[3]), -1)
      job.board:add('O' .. c[4] .. '/' .. stage, -1)
      redis.call('HSET', key, 's', 'c', 'si', now)
      if not replayable then
        redis.call('HDEL', key, 'in', 'cu')
      end
    else
      cancel_one(job, number, replayable)
    end
  end
  for stage, tolls in pairs(lines) do
    for toll, list in pairs(tolls) do
      take_out_of_line(job, stage, toll, list)
    end
  end
  for stage, dead in pairs(items) do
    settle_items(job, stage, all_dead(integer(dead)))
  end
  return #numbers
end
end

-- All chunks are closed: items that wait at barriers die there, and the job ends.
local function end_at_last(job)
  local hash = job.hash
  local how, code, detail = hash:get('eg'), hash:get('egc'), hash:get('egd')
  each_waiting(job, function(waiting)
    settle_items(job, waiting.stage + 1, all_dead(job.board:get('i' .. waiting.seat)))
  end)
  hash:set('eg', false)
  hash:set('egc', false)
  hash:set('egd', false)
  end_job(job, how, code or nil, detail or nil)
  if how == 'd' then
    event(job, 'DISMISSED', nil, nil, nil, 'chunks', hash:get('egn'))
  else
    event(job, 'FAILED', nil, code, detail)
  end
end

-- Whether nothing is left to do.
local function go_on_ending(job)
  job.hash:add('egn', cancel_some(job, job.hash:get('eg') == 'f'))
  if job.hash:number('op') > 0 then
    return false
  end
  end_at_last(job)
  return true
end

local function leave_for_later(job)
  redis.call('SADD', P .. ':more', job.id)
  unfinished[#unfinished + 1] = job.id
end

-- While a round is prepared a chunk that is not there is open at its first stage, so that nothing of it ends too early.
local function hold_round(job, round, change)
  job.board:add('o' .. seat_of(round, 0, ''), change)
  job.board:add('O' .. round .. '/0', change)
  job.hash:add('op', change)
end

local function stop_reviving(job)
  hold_round(job, job.hash:get('rp'), -1)
  job.hash:set('rp', false)
  redis.call('DEL', key_of(job, 'v'))
end

-- Ends a job: what is open is cancelled. code and detail: why it failed.
local function begin_ending(job, how, code, detail)
  local hash = job.hash
  if hash:get('rp') then
    stop_reviving(job)
  end
  hash:set('eg', how)
  hash:set('egc', code or false)
  hash:set('egd', detail or false)
  hash:set('egn', 0)
  if not go_on_ending(job) then
    leave_for_later(job)
  end
end
