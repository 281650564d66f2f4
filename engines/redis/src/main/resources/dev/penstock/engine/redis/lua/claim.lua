-- claim: chooses chunks by turns, records that they run, and delivers them through the stage's stream.
-- Arguments: 'pipeline/stage', worker, most, lease in microseconds, until when the caller waits, by the server's clock.
local claim, job_facts
do
local TENANTS = 32

-- The first place of a tenant whose toll may be paid, or nil.
local function payable_place(stage, at, tenant)
  local places = redis.call('ZRANGE', tenant_places(stage, tenant), 0, -1)
  for i = 1, #places do
    local weight, name = string.match(places[i], '^%d:(%d+):(.*)$')
    if not weight then
      return places[i], ''
    end
    local gate = gate_of(name)
    local opening = gate_opens(gate, tonumber(weight))
    if opening <= now then
      return places[i], weight .. ':' .. name
    end
    await_gate(gate, at, opening)
  end
end

-- Whose chunk is next: the least served tenant of those that may run something.
local function next_tenant(stage, at)
  local from = 0
  while true do
    local ring = redis.call('ZRANGE', stage .. ':ring', from, from + TENANTS - 1, 'WITHSCORES')
    for i = 1, #ring, 2 do
      local place, toll = payable_place(stage, at, ring[i])
      if place then
        return {tenant = ring[i], served = tonumber(ring[i + 1]), place = place, toll = toll}
      end
    end
    if #ring < 2 * TENANTS then
      return nil
    end
    from = from + TENANTS
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
local function take_turn(stage, at, turn, served)
  local queue = place_jobs(stage, turn.tenant, turn.place)
  local job = job_of(redis.call('ZRANGE', queue, 0, 0)[1])
  if job.hash.values.eg then
    step_out(stage, job.id, turn.tenant, turn.place)
    return nil
  end
  local ready = ready_chunks(job, stage_of(job, at), turn.toll)
  local number = redis.call('ZPOPMIN', ready)[1]
  redis.call('ZREM', stage .. ':age', job.id .. ':' .. number)
  local chunk = chunk_of(job, number, GRANTED)
  local stays = true
  if redis.call('EXISTS', ready) == 0 then
    stays = step_out(stage, job.id, turn.tenant, turn.place)
  else
    redis.call('ZADD', queue, redis.call('HINCRBY', stage, 'turn', 1), job.id)
  end
  if stays then
    if redis.call('ZCARD', tenant_places(stage, turn.tenant)) > 1 then
      local next_turn = redis.call('HINCRBY', stage, 'turn', 1)
      local priority = string.sub(turn.place, 1, 1)
      redis.call('ZADD', tenant_places(stage, turn.tenant), 'XX', (9 - priority) * PRIORITY + next_turn, turn.place)
    end
    redis.call('ZADD', stage .. ':ring', served + (chunk.hash:get('co') or 1), turn.tenant)
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
local function take_many(stage, at, most)
  if redis.call('ZCARD', stage .. ':ring') ~= 1 or gate_of('stage/' .. at).kept then
    return nil
  end
  local tenant = redis.call('ZRANGE', stage .. ':ring', 0, 0)[1]
  local places = redis.call('ZRANGE', tenant_places(stage, tenant), 0, 1)
  if #places ~= 1 or #places[1] ~= 2 then
    return nil
  end
  local queue = redis.call('ZRANGE', place_jobs(stage, tenant, places[1]), 0, 1)
  if #queue ~= 1 then
    return nil
  end
  local job = job_of(queue[1])
  if job.hash.values.eg then
    return nil
  end
  local s = stage_of(job, at)
  local ready = ready_chunks(job, s, '')
  local popped = redis.call('ZPOPMIN', ready, most)
  local chunks, names = {}, {}
  for i = 1, #popped, 2 do
    chunks[#chunks + 1] = chunk_of(job, popped[i], GRANTED)
    names[#names + 1] = job.id .. ':' .. popped[i]
  end
  redis.call('ZREM', stage .. ':age', unpack(names))
  if redis.call('EXISTS', ready) == 0 then
    step_out(stage, job.id, tenant, places[1])
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
    integer(till), values.lo, values.lr, values.ld, values['in'], values.cu}
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
  local served = tonumber(redis.call('HGET', stage, 'served') or 0)
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
  local many = take_many(stage, at, math.min(most, MOST_AT_ONCE))
  for i = 1, #(many or {}) do
    grant(many[i])
  end
  while not many and #granted < most do
    local opening = gate_opens(own, 1)
    if opening > now then
      if redis.call('EXISTS', stage .. ':ring') == 1 then
        await_gate(own, at, opening)
      end
      break
    end
    local turn = next_tenant(stage, at)
    if not turn then
      break
    end
    -- A tenant that was passed over does not catch up: it goes first once.
    served = math.max(served, turn.served)
    local chunk = take_turn(stage, at, turn, served)
    if chunk then
      grant(chunk)
    end
  end
  if fence then
    redis.call('SET', P .. ':fence', fence)
    redis.call('HSET', stage, 'served', served)
    deliver(stage .. ':st', worker)
  end
  return {facts, granted}
end
end
