-- The counts that barriers rest on, in b:<job>. Of each seat (round, stage, group): o open chunks, u whether it had any, v
-- whether it came into being by what waits at it, f whether its barrier fired, and what passed and waits for the barrier: k ok, p repaired, l duplicates, i all. Of each
-- round and stage, over all groups: O open, U had any, A told as complete. gb:<job> says where groups began: 'stage/parent'.
-- w:<job> lists the seats in the order of their making.
local function seat_of(round, stage, group)
  return round .. '/' .. stage .. '/' .. group
end

-- What a commit at a stage will ask of the counts, in one read.
local function load_seats(job, round, stage, group)
  local planned_stage = job.plan[stage]
  local seat, level = seat_of(round, stage, group), round .. '/' .. stage
  local fields = {'o' .. seat, 'O' .. level}
  if planned_stage.barrier then
    fields[3], fields[4], fields[5], fields[6] = 'k' .. seat, 'p' .. seat, 'l' .. seat, 'i' .. seat
  elseif not planned_stage.last then
    seat, level = seat_of(round, stage + 1, group), round .. '/' .. (stage + 1)
    fields[3], fields[4], fields[5], fields[6] = 'o' .. seat, 'u' .. seat, 'O' .. level, 'U' .. level
  end
  job.board:load(fields)
end

-- Where a group began: stage and parent; nil for the job's own group, which was always there.
local function birth_of(job, group)
  if group == '' then
    return nil
  end
  job.births = job.births or {}
  local birth = job.births[group]
  if birth == nil then
    local text = redis.call('HGET', key_of(job, 'gb'), group)
    birth = false
    if text then
      local stage, parent = string.match(text, '^(%d+)/(.*)$')
      birth = {stage = tonumber(stage), parent = parent}
    end
    job.births[group] = birth
  end
  return birth or nil
end

local function children_key(job, round, stage, parent)
  return key_of(job, 'h') .. ':' .. seat_of(round, stage, parent)
end

-- A new seat; its group becomes reachable from the groups above it.
local function make_seat(job, round, stage, group)
  local board = job.board
  redis.call('RPUSH', key_of(job, 'w'), seat_of(round, stage, group))
  local birth = birth_of(job, group)
  while birth do
    local member = 'm' .. round .. '/' .. group
    if not board:get(member) then
      board:set(member, 1)
      local key = children_key(job, round, birth.stage, birth.parent)
      redis.call('RPUSH', key, group)
      redis.call('SADD', key_of(job, 'hk'), key)
    end
    group = birth.parent
    birth = birth_of(job, group)
  end
end

-- Counts chunks that have become open.
local function opened(job, round, stage, group, chunks)
  local board, seat, level = job.board, seat_of(round, stage, group), round .. '/' .. stage
  if not board:get('u' .. seat) then
    board:set('u' .. seat, 1)
    if not board:get('v' .. seat) then
      make_seat(job, round, stage, group)
    end
  end
  board:add('o' .. seat, chunks)
  if not board:get('U' .. level) then
    board:set('U' .. level, 1)
  end
  board:add('O' .. level, chunks)
  job.hash:add('op', chunks)
  use(job, 0, chunks)
end

-- Counts a chunk that has ended.
local function closed(chunk)
  local job, round, stage = chunk.job, chunk.round, chunk.stage
  job.board:add('o' .. seat_of(round, stage, chunk.group), -1)
  job.board:add('O' .. round .. '/' .. stage, -1)
  job.hash:add('op', -1)
  use(job, 0, -1)
  redis.call('SREM', key_of(job, 'o'), chunk.number)
end

-- Whether every chunk of a seat has ended and no other will come.
local function complete(job, round, stage, group)
  while true do
    if job.board:number('o' .. seat_of(round, stage, group)) > 0 then
      return false
    end
    if stage == 0 then
      return true
    end
    local birth = birth_of(job, group)
    if birth and birth.stage == stage then
      group = birth.parent
    end
    stage = stage - 1
  end
end

local function born_after(job, round, stage, group)
  if not job.hash:get('hg') then
    return {}
  end
  return redis.call('LRANGE', children_key(job, round, stage + 1, group), 0, -1)
end

-- Items that have passed a stage and wait for its barrier.
local function wait_at_barrier(job, seat, tally)
  local board = job.board
  board:items('k' .. seat, tally.ok)
  board:items('p' .. seat, tally.repaired)
  board:items('l' .. seat, tally.duplicates)
  board:items('i' .. seat, tally.passed)
end

-- Calls back with each seat at which items wait for a barrier: its name, round, stage and group.
local function each_waiting(job, call)
  local seats = redis.call('LRANGE', key_of(job, 'w'), 0, -1)
  local parsed = {}
  for i = 1, #seats do
    local round, stage, group = string.match(seats[i], '^(%d+)/(%d+)/(.*)$')
    parsed[i] = {seat = seats[i], round = tonumber(round), stage = tonumber(stage), group = group, i = i}
  end
  table.sort(parsed, function(a, b)
    if a.round ~= b.round then
      return a.round < b.round
    end
    return a.i < b.i
  end)
  for i = 1, #parsed do
    local each = parsed[i]
    if not job.board:get('f' .. each.seat) and job.board:number('i' .. each.seat) > 0 then
      call(each)
    end
  end
end

-- Whether a stage has become complete, over all groups, since it was last asked.
local function newly_complete(job, round, stage)
  for s = 0, stage do
    if job.board:number('O' .. round .. '/' .. s) > 0 then
      return false
    end
  end
  local level = round .. '/' .. stage
  if job.board:get('U' .. level) and not job.board:get('A' .. level) then
    job.board:set('A' .. level, 1)
    return true
  end
  return false
end

-- The first spawn into a group that began elsewhere, or nil. A group is said as '' where it is the spawner's own.
local function foreign_group(chunk, spawns)
  for i = 1, #spawns do
    local group = spawns[i].group
    if group ~= '' and group ~= chunk.group then
      local birth = birth_of(chunk.job, group)
      if birth and (birth.stage ~= chunk.stage + 1 or birth.parent ~= chunk.group) then
        return group
      end
    end
  end
end

-- The group of a checked spawn, whose birth is noted.
local function admit_group(chunk, spawn)
  local group = spawn.group
  if group == '' or group == chunk.group then
    return chunk.group
  end
  local job = chunk.job
  if not birth_of(job, group) then
    redis.call('HSET', key_of(job, 'gb'), group, (chunk.stage + 1) .. '/' .. chunk.group)
    job.births[group] = {stage = chunk.stage + 1, parent = chunk.group}
    job.hash:set('hg', 1)
  end
  return group
end
