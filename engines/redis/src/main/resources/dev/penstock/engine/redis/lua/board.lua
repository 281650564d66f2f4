-- Chunks by status: the one place that changes it, so that queues, streams and counters always agree. Status: r ready, w
-- waits, u runs, d done, x dead, c cancelled; the same letters, behind a stage's number, count them in the job.
--
-- Of each stage: due (those that wait), run (those that run), and the turns of those that are ready.
local CHUNK = {'s', 'g', 'gr', 'ro', 'f', 'a', 'k', 'wo', 'cl', 'tg', 'tw', 'e', 'li', 'lo', 'lr', 'th', 'cn'}
-- With what a claim hands out.
local GRANTED = {'s', 'g', 'gr', 'ro', 'f', 'a', 'k', 'cl', 'tg', 'tw', 'lo', 'lr', 'ld', 'in', 'cu', 'co', 'cn'}

local function padded(number)
  return string.format('%019.0f', number)
end

local function chunk_in(job, number, hash)
  local values = hash.values
  return {job = job, number = tonumber(number), hash = hash, name = job.id .. ':' .. integer(number),
    stage = tonumber(values.g), round = tonumber(values.ro), group = values.gr}
end

-- The chunk, or nil.
local function chunk_of(job, number, fields)
  local key = P .. ':c:' .. job.id .. ':' .. integer(number)
  local hash = Hash.at(key):load(fields or CHUNK)
  return hash.values.s and chunk_in(job, number, hash) or nil
end

local function planned(chunk)
  return chunk.job.plan[chunk.stage]
end

local function toll_of(gate, weight)
  return gate and (integer(weight) .. ':' .. gate) or ''
end

local function seat_toll(chunk)
  return toll_of(chunk.hash.values.tg, chunk.hash.values.tw)
end

local function place_of(job, toll)
  return job.hash.values.pr .. ':' .. toll
end

local function ready_chunks(job, stage, toll)
  return P .. ':r:' .. job.id .. ':' .. stage .. ':' .. toll
end

-- Puts ready chunks of one job, stage and toll in line.
local function line_up(job, s, toll, numbers)
  local at, version = job.plan[s].at, job.plan.version
  local stage, ready = stage_key(at), ready_chunks(job, s, toll)
  local first, args, ages = redis.call('EXISTS', ready) == 0, {}, {}
  for i = 1, #numbers do
    args[2 * i - 1], args[2 * i] = numbers[i], integer(numbers[i])
    ages[2 * i - 1], ages[2 * i] = now, job.id .. ':' .. integer(numbers[i])
  end
  redis.call('ZADD', ready, unpack(args))
  redis.call('ZADD', turns.shelf(stage, version) .. ':age', unpack(ages))
  if first then
    turns.line_up(stage, version, job.tenant, place_of(job, toll), job.id)
  end
  ring_ready(at)
end

local function take_from_line(chunk)
  local job, stage, toll = chunk.job, stage_key(planned(chunk).at), seat_toll(chunk)
  local ready = ready_chunks(job, chunk.stage, toll)
  redis.call('ZREM', ready, integer(chunk.number))
  redis.call('ZREM', turns.shelf(stage, job.plan.version) .. ':age', chunk.name)
  if redis.call('EXISTS', ready) == 0 then
    turns.step_out(stage, job.plan.version, job.tenant, place_of(job, toll), job.id)
  end
end

local function letter_of(chunk, code)
  local at = planned(chunk).at
  return chunk.job.id .. '/' .. padded(chunk.number) .. '/' .. at .. '/' .. code
end

local function count(chunk, status, change)
  chunk.job.hash:add(chunk.stage .. status, change)
end

-- What its holder said of its progress counts no more.
local function forget_progress(chunk)
  local through = chunk.hash:number('th')
  if through > 0 then
    count(chunk, 'y', -through)
    chunk.hash:set('th', false)
  end
end

local function stop_running(chunk)
  local stage, hash = stage_key(planned(chunk).at), chunk.hash
  forget_progress(chunk)
  redis.call('SREM', stage .. ':run', chunk.name)
  drop_entry(stage .. ':st', hash:get('e'))
  leave_gate(gate_of('stage/' .. planned(chunk).at), 1, true)
  if hash:get('tg') then
    leave_gate(gate_of(hash:get('tg')), hash:number('tw'), false)
  end
end

-- Takes a chunk out of where its status has put it.
local function leave(chunk)
  local status, stage = chunk.hash:get('s'), stage_key(planned(chunk).at)
  count(chunk, status, -1)
  if status == 'r' then
    take_from_line(chunk)
  elseif status == 'w' then
    redis.call('ZREM', stage .. ':due', chunk.name)
  elseif status == 'u' then
    stop_running(chunk)
  elseif status == 'x' then
    redis.call('ZREM', P .. ':dl:' .. chunk.job.tenant, letter_of(chunk, chunk.hash:get('pc')))
    redis.call('HINCRBY', stage, 'dead', -1)
  elseif status == 'c' then
    redis.call('SREM', key_of(chunk.job, 'x'), chunk.number)
  end
end

-- Moves a chunk and writes it; till: when its wait ends.
local function move(chunk, status, till)
  leave(chunk)
  count(chunk, status, 1)
  chunk.hash:set('s', status)
  chunk.hash:set('si', now)
  if status == 'r' then
    line_up(chunk.job, chunk.stage, seat_toll(chunk), {chunk.number})
  elseif status == 'w' then
    redis.call('ZADD', stage_key(planned(chunk).at) .. ':due', till, chunk.name)
  elseif status == 'x' then
    redis.call('ZADD', P .. ':dl:' .. chunk.job.tenant, 0, letter_of(chunk, chunk.hash:get('pc')))
    redis.call('HINCRBY', stage_key(planned(chunk).at), 'dead', 1)
  elseif status == 'c' then
    redis.call('SADD', key_of(chunk.job, 'x'), chunk.number)
  end
  -- At once: what follows may read the chunk anew.
  chunk.hash:write()
end

-- A chunk is done. Where an earlier holder may still commit its fence stays, otherwise nothing does.
local function move_done(chunk)
  leave(chunk)
  count(chunk, 'd', 1)
  local key, hash = chunk.hash.key, chunk.hash
  local again = hash:number('cl') > 1
  redis.call('DEL', key)
  hash:gone()
  if again then
    redis.call('HSET', key, 's', 'd', 'g', chunk.stage, 'gr', '', 'ro', chunk.round, 'f', hash:get('f'))
    redis.call('SADD', key_of(chunk.job, 'z'), chunk.number)
  end
end
