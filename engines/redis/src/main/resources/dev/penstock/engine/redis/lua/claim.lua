-- claim: chooses chunks by turns, records that they run, and delivers them through the stage's stream.
-- Arguments: 'pipeline/stage', worker, most, lease in microseconds, until when the caller waits, by the server's clock,
-- oldest and newest version that are wanted.
local claim, job_facts
do

-- Most places whose gate opens by time that one claim looks at.
turns.MOST_OPENED = 1000

-- The versions of which something is ready and that are wanted, the oldest first; and whether these are all.
function turns.versions(stage, oldest, newest)
  local all, wanted = redis.call('SMEMBERS', stage .. ':vs'), {}
  for i = 1, #all do
    local version = tonumber(all[i])
    if version >= oldest and version <= newest then
      wanted[#wanted + 1] = all[i]
    end
  end
  table.sort(wanted, function(a, b) return tonumber(a) < tonumber(b) end)
  return wanted, #wanted == #all
end

-- The tenant whose chunk is due first, and its first place.
function turns.first(stage, versions)
  local turn
  for i = 1, #versions do
    local shelf = turns.shelf(stage, versions[i])
    local first = redis.call('ZRANGE', shelf .. ':ring', 0, 0, 'WITHSCORES')
    if first[1] and (not turn or tonumber(first[2]) < turn.due) then
      turn = {tenant = first[1], due = tonumber(first[2])}
    end
  end
  local best
  for i = 1, turn and #versions or 0 do
    local shelf = turns.shelf(stage, versions[i])
    local first = redis.call('ZRANGE', turns.places(shelf, turn.tenant), 0, 0, 'WITHSCORES')
    if first[1] and (not best or tonumber(first[2]) < best) then
      best = tonumber(first[2])
      turn.shelf, turn.version, turn.place = shelf, versions[i], first[1]
    end
  end
  return turn
end

-- Whose chunk is next, or nil. Places whose gate is closed are out of turn from here on.
function turns.next(stage, at, versions)
  while true do
    local turn = turns.first(stage, versions)
    if not turn then
      return nil
    end
    local weight, name = turns.toll(turn.place)
    if not weight then
      turn.toll = ''
      return turn
    end
    local gate = gate_of(name)
    local opening = gate_opens(gate, tonumber(weight))
    if opening <= now then
      turn.toll = weight .. ':' .. name
      return turn
    end
    turns.shut(stage, turn, name, opening)
    await_gate(gate, at, opening)
  end
end

local function stage_of(job, at)
  local s = 0
  while job.plan[s].at ~= at do
    s = s + 1
  end
  return s
end

-- Takes the first chunk of a place's first job, and lets the turn go on. Nil: the job is ending, and out of the way now.
function turns.take(stage, at, turn, alone)
  local queue = turns.jobs(turn.shelf, turn.tenant, turn.place)
  local job = job_of(redis.call('ZRANGE', queue, 0, 0)[1])
  if job.hash.values.eg then
    turns.step_out(stage, turn.version, turn.tenant, turn.place, job.id)
    return nil
  end
  local ready = ready_chunks(job, stage_of(job, at), turn.toll)
  local number = redis.call('ZPOPMIN', ready)[1]
  redis.call('ZREM', turn.shelf .. ':age', job.id .. ':' .. number)
  local chunk = chunk_of(job, number, GRANTED)
  local start = math.max(turns.clock(stage), turn.due)
  turns.serve(stage, turn, start, start + (chunk.hash:get('co') or 1), alone)
  if redis.call('EXISTS', ready) == 0 then
    turns.step_out(stage, turn.version, turn.tenant, turn.place, job.id)
  else
    redis.call('ZADD', queue, redis.call('HINCRBY', stage, 'turn', 1), job.id)
  end
  local places = turns.places(turn.shelf, turn.tenant)
  if redis.call('ZCARD', places) > 1 then
    local next_one = redis.call('HINCRBY', stage, 'turn', 1)
    local priority = string.sub(turn.place, 1, 1)
    redis.call('ZADD', places, 'XX', (9 - priority) * PRIORITY + next_one, turn.place)
  end
  return chunk
end

local function run_chunk(chunk, stage, at, worker, lease)
  local job, hash = chunk.job, chunk.hash
  count(chunk, 'r', -1)
  count(chunk, 'u', 1)
  pay_gate(gate_of('stage/' .. at), 1, true)
  if hash:get('tg') then
    pay_gate(gate_of(hash:get('tg')), hash:number('tw'), false)
  end
  redis.call('SADD', stage .. ':run', chunk.name)
  hash:set('s', 'u')
  hash:set('si', now)
  local round, till = lease_end(lease)
  hash:set('un', till)
  hash:set('le', round)
  hash:set('wo', worker)
  hash:add('cl', 1)
  hash:set('e', redis.call('XADD', stage .. ':st', '*', 'c', chunk.name))
  if job.hash:get('st') == 'a' then
    enter_state(job, 'r')
    job.hash:set('sa', now)
    event(job, 'STARTED', nil, nil, nil, worker)
  end
  changed(job)
end

-- Where one job has the stage to itself, and neither its chunks nor the stage pays at a gate, there are no turns to take:
-- so many of its chunks at once. Nil where that is not so.
function turns.take_many(stage, at, most, versions)
  local shelf = #versions == 1 and turns.shelf(stage, versions[1])
  if not shelf or redis.call('ZCARD', shelf .. ':ring') ~= 1 or gate_of('stage/' .. at).kept then
    return nil
  end
  local turn = turns.first(stage, versions)
  if #turn.place ~= 2 or redis.call('ZCARD', turns.places(shelf, turn.tenant)) ~= 1 then
    return nil
  end
  local queue = redis.call('ZRANGE', turns.jobs(shelf, turn.tenant, turn.place), 0, 1)
  if #queue ~= 1 then
    return nil
  end
  local job = job_of(queue[1])
  if job.hash.values.eg then
    return nil
  end
  local ready = ready_chunks(job, stage_of(job, at), '')
  local popped = redis.call('ZPOPMIN', ready, most)
  local chunks, names, start, due = {}, {}, 0, math.max(turns.clock(stage), turn.due)
  for i = 1, #popped, 2 do
    local chunk = chunk_of(job, popped[i], GRANTED)
    chunks[#chunks + 1] = chunk
    names[#names + 1] = job.id .. ':' .. popped[i]
    start, due = due, due + (chunk.hash:get('co') or 1)
  end
  redis.call('ZREM', shelf .. ':age', unpack(names))
  turns.serve(stage, turn, start, due)
  if redis.call('EXISTS', ready) == 0 then
    turns.step_out(stage, turn.version, turn.tenant, turn.place, job.id)
  end
  return chunks
end

job_facts = function(job)
  local hash = job.hash:load({'i', 'fj', 'fs', 'fr'})
  return {job.id, job.tenant, hash.values.pl, hash:get('i'), hash:get('fj'), hash:get('fs'), integer(hash:get('fr'))}
end

local function claim_facts(chunk, till)
  local hash = chunk.hash
  local values = hash.values
  return {chunk.job.id, chunk.number, chunk.group, chunk.round, integer(values.f), values.a, values.k,
    integer(till), values.lo, values.lr, values.ld, values['in'], values.cn or '0', values.cu}
end

-- Nothing more may run now: when that changes by itself, and whether anybody waits at all.
function turns.look_again(stage, at, all)
  local opening = tonumber(redis.call('ZRANGE', stage .. ':shut', 0, 0, 'WITHSCORES')[2] or NEVER)
  if opening < NEVER then
    rings.later[at] = math.min(rings.later[at] or NEVER, opening)
  end
  if all then
    turns.rest(stage)
  end
end

-- Most chunks in one read of a queue.
local MOST_AT_ONCE = 1000

claim = function(args)
  local at, worker, most, lease = args[4], args[5], tonumber(args[6]), tonumber(args[7])
  if server_micros() > tonumber(args[8]) then
    return {{}, {}, 'LATE'}
  end
  local stage = stage_key(at)
  local granted, facts, seen = {}, {}, {}
  local own = gate_of('stage/' .. at)
  local fence
  turns.reopen(stage, redis.call('ZRANGEBYSCORE', stage .. ':shut', '-inf', now, 'LIMIT', 0, turns.MOST_OPENED))
  local before = turns.clock(stage)
  local versions, all = turns.versions(stage, tonumber(args[9]), tonumber(args[10]))
  local function grant(chunk)
    if not fence then
      look()
    end
    fence = math.max((fence or tonumber(redis.call('GET', P .. ':fence') or 0)) + 1, now)
    chunk.hash:set('f', fence)
    run_chunk(chunk, stage, at, worker, lease)
    chunk.hash:write()
    granted[#granted + 1] = claim_facts(chunk, now + lease)
    if not seen[chunk.job.id] then
      seen[chunk.job.id] = true
      facts[#facts + 1] = job_facts(chunk.job)
    end
  end
  local many = turns.take_many(stage, at, math.min(most, MOST_AT_ONCE), versions)
  for i = 1, #(many or {}) do
    grant(many[i])
  end
  while not many and #granted < most do
    local opening = gate_opens(own, 1)
    if opening > now then
      if #versions > 0 then
        await_gate(own, at, opening)
      end
      break
    end
    local turn = turns.next(stage, at, versions)
    if not turn then
      turns.look_again(stage, at, all)
      break
    end
    local chunk = turns.take(stage, at, turn, all and #versions == 1)
    if chunk then
      grant(chunk)
    end
  end
  turns.keep_clock(stage, before)
  if fence then
    redis.call('SET', P .. ':fence', fence)
    deliver(stage .. ':st', worker)
  end
  return {facts, granted}
end
end
