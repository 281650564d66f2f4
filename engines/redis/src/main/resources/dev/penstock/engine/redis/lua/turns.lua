-- Whose chunk is next, by the rule of Turns in the engine's contract. Of each stage the field served is its clock.
--
-- A shelf is a stage with one version of its pipeline: vs lists the versions of which something is ready. Of each shelf:
-- age (ready chunks by the time since when they are) and ring (tenants by when their next chunk is due; in all rings of a
-- stage a tenant has the same score). A tenant has places, one for each priority and toll, by priority and turn; a place
-- has jobs by turn; a job's chunks of one toll are in order.
--
-- Of each stage besides: owe (tenants that have left, and are still due later than the clock says), shut (places that were
-- found behind a closed gate, by when that opens) and behind:<gate> (the same by gate). A place that is shut stands in no
-- ring, so that no claim looks at it.
local PRIORITY = 2 ^ 40
local turns = {}

function turns.shelf(stage, version)
  return stage .. ':' .. version
end

function turns.places(shelf, tenant)
  return shelf .. ':t:' .. tenant
end

function turns.jobs(shelf, tenant, place)
  return shelf .. ':q:' .. #tenant .. ':' .. tenant .. ':' .. place
end

-- Weight and gate of a place; nil: it pays no toll.
function turns.toll(place)
  return string.match(place, '^%d:(%d+):(.*)$')
end

-- How a place is called where it is shut.
function turns.name(version, tenant, place)
  return version .. ':' .. #tenant .. ':' .. tenant .. ':' .. place
end

function turns.unnamed(name)
  local version, length, rest = string.match(name, '^(%-?%d+):(%d+):(.*)$')
  return version, string.sub(rest, 1, length), string.sub(rest, length + 2)
end

function turns.clock(stage)
  clocks[stage] = clocks[stage] or tonumber(redis.call('HGET', stage, 'served') or 0)
  return clocks[stage]
end

-- Writes what the clock says, once in a claim, and forgets debts that are paid. before: what it said at first.
function turns.keep_clock(stage, before)
  local served = turns.clock(stage)
  if served > before then
    redis.call('HSET', stage, 'served', served)
    redis.call('ZREMRANGEBYSCORE', stage .. ':owe', '-inf', served)
  end
end

function turns.enter_ring(stage, shelf, tenant)
  local ring = shelf .. ':ring'
  if redis.call('ZSCORE', ring, tenant) then
    return
  end
  local due = math.max(turns.clock(stage), tonumber(redis.call('ZSCORE', stage .. ':owe', tenant) or 0))
  local versions = redis.call('SMEMBERS', stage .. ':vs')
  for i = 1, #versions do
    due = math.max(due, tonumber(redis.call('ZSCORE', turns.shelf(stage, versions[i]) .. ':ring', tenant) or 0))
  end
  redis.call('ZREM', stage .. ':owe', tenant)
  redis.call('ZADD', ring, due, tenant)
end

-- Who has nothing in turn any more leaves, and what it owes stays.
function turns.leave_ring(stage, shelf, tenant)
  local due = tonumber(redis.call('ZSCORE', shelf .. ':ring', tenant) or 0)
  redis.call('ZREM', shelf .. ':ring', tenant)
  if due > turns.clock(stage) then
    redis.call('ZADD', stage .. ':owe', due, tenant)
  end
end

function turns.enter(stage, shelf, tenant, place)
  local turn = redis.call('HINCRBY', stage, 'turn', 1)
  local priority = string.sub(place, 1, 1)
  redis.call('ZADD', turns.places(shelf, tenant), 'NX', (9 - priority) * PRIORITY + turn, place)
  turns.enter_ring(stage, shelf, tenant)
end

-- Notes that a job has something ready at a place.
function turns.line_up(stage, version, tenant, place, job_id)
  local shelf = turns.shelf(stage, version)
  redis.call('SADD', stage .. ':vs', version)
  local turn = redis.call('HINCRBY', stage, 'turn', 1)
  redis.call('ZADD', turns.jobs(shelf, tenant, place), 'NX', turn, job_id)
  if not turns.toll(place) or not redis.call('ZSCORE', stage .. ':shut', turns.name(version, tenant, place)) then
    turns.enter(stage, shelf, tenant, place)
  end
end

-- Takes a job out of a place in which it has nothing ready any more; it is out of the ages already.
function turns.step_out(stage, version, tenant, place, job_id)
  local shelf = turns.shelf(stage, version)
  local queue, places = turns.jobs(shelf, tenant, place), turns.places(shelf, tenant)
  redis.call('ZREM', queue, job_id)
  if redis.call('EXISTS', queue) == 1 then
    return
  end
  local _, gate = turns.toll(place)
  if gate then
    local name = turns.name(version, tenant, place)
    redis.call('ZREM', stage .. ':shut', name)
    redis.call('SREM', stage .. ':behind:' .. gate, name)
  end
  if redis.call('ZREM', places, place) == 1 and redis.call('EXISTS', places) == 0 then
    turns.leave_ring(stage, shelf, tenant)
  end
  if redis.call('EXISTS', shelf .. ':age') == 0 then
    redis.call('SREM', stage .. ':vs', version)
  end
end

-- Takes a place out of turn, because its gate is closed.
function turns.shut(stage, turn, gate, opening)
  local places = turns.places(turn.shelf, turn.tenant)
  local name = turns.name(turn.version, turn.tenant, turn.place)
  redis.call('ZREM', places, turn.place)
  if redis.call('EXISTS', places) == 0 then
    turns.leave_ring(stage, turn.shelf, turn.tenant)
  end
  redis.call('ZADD', stage .. ':shut', opening, name)
  redis.call('SADD', stage .. ':behind:' .. gate, name)
end

function turns.reopen(stage, names)
  for i = 1, #names do
    local version, tenant, place = turns.unnamed(names[i])
    local _, gate = turns.toll(place)
    redis.call('ZREM', stage .. ':shut', names[i])
    redis.call('SREM', stage .. ':behind:' .. gate, names[i])
    turns.enter(stage, turns.shelf(stage, version), tenant, place)
  end
end

-- A gate gives way: what was shut behind it is in turn again.
function turns.open(stage, gate)
  turns.reopen(stage, redis.call('SMEMBERS', stage .. ':behind:' .. gate))
end

-- The tenant of a turn has it: it is due again when what it was served is paid for. alone: there are no other versions.
function turns.serve(stage, turn, start, due, alone)
  local versions = alone and {turn.version} or redis.call('SMEMBERS', stage .. ':vs')
  for i = 1, #versions do
    redis.call('ZADD', turns.shelf(stage, versions[i]) .. ':ring', 'XX', due, turn.tenant)
  end
  clocks[stage] = math.max(turns.clock(stage), start)
end

-- Nobody waits whom a debt could be paid to.
function turns.rest(stage)
  local most = redis.call('ZRANGE', stage .. ':owe', -1, -1, 'WITHSCORES')[2]
  if most then
    clocks[stage] = math.max(turns.clock(stage), tonumber(most))
  end
end
