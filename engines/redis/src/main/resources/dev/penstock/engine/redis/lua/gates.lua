-- Gates, by the arithmetic of GateLimits and the book-keeping of GateBook. A gate's hash is g:<name>: permits p, period
-- e, burst b, concurrency c, interval v, full again at f, closed until z, weight in use u. It is kept while it says
-- something. What runs through a stage's own gate is the number of the stage's running chunks.
local GATE = {'p', 'b', 'c', 'v', 'f', 'z', 'u'}

local function gate_of(name)
  local gate = gates[name]
  if not gate then
    gate = {name = name, hash = Hash.at(P .. ':g:' .. name):load(GATE), stage = string.match(name, '^stage/(.+)$')}
    gates[name] = gate
    gate.kept = gate.hash.values.p ~= false
  end
  return gate
end

local function keep_gate(gate)
  if not gate.kept then
    local values = {p = 0, e = 'PT1S', b = 1, c = 0, v = 0, f = 0, z = 0, u = 0}
    for field, value in pairs(values) do
      gate.hash:set(field, value)
    end
    gate.kept = true
    redis.call('SADD', P .. ':gates', gate.name)
  end
end

local function in_use(gate)
  local running = gate.stage and redis.call('SCARD', stage_key(gate.stage) .. ':run') or 0
  return gate.hash:number('u') + running
end

local function drop_gate_if_idle(gate)
  if not gate.kept then
    return
  end
  local hash = gate.hash
  if hash:number('p') == 0 and hash:number('c') == 0 and hash:number('b') == 1 and hash:get('e') == 'PT1S'
    and hash:number('z') == 0 and in_use(gate) == 0 then
    redis.call('DEL', hash.key)
    redis.call('SREM', P .. ':gates', gate.name)
    hash:gone()
    gates[gate.name] = nil
  end
end

local function counted(gate, weight)
  local hash = gate.hash
  local most = hash:number('p') == 0 and weight or math.min(weight, hash:number('b'))
  return hash:number('c') == 0 and most or math.min(most, hash:number('c'))
end

-- How long until the rate gives so many permits.
local function rate_wait(gate, weight)
  local hash = gate.hash
  local interval = hash:number('v')
  local ahead = math.max(hash:number('f'), now) + counted(gate, weight) * interval - hash:number('b') * interval
  return math.max(0, ahead - now)
end

-- When a toll may be paid: now or earlier, later, or NEVER where that depends on chunks that run, or on a person.
local function gate_opens(gate, weight)
  if not gate.kept then
    return now
  end
  local most = gate.hash:number('c')
  if most > 0 then
    local used = in_use(gate)
    if used > 0 and used + counted(gate, weight) > most then
      return NEVER
    end
  end
  return math.max(now + rate_wait(gate, weight), gate.hash:number('z'))
end

local function take_permits(gate, weight)
  local interval = gate.hash:number('v')
  if interval > 0 then
    gate.hash:set('f', math.max(gate.hash:number('f'), now) + counted(gate, weight) * interval)
  end
end

-- Pays the toll of a chunk that is about to run at the stage.
local function pay_gate(gate, weight, own)
  if gate.kept then
    take_permits(gate, weight)
  end
  if not own then
    keep_gate(gate)
    gate.hash:add('u', weight)
  end
end

local function await_gate(gate, at, opens)
  redis.call('SADD', P .. ':gw:' .. gate.name, at)
  if opens < NEVER then
    rings.later[at] = math.min(rings.later[at] or NEVER, opens)
  end
end

local function free_gate(gate)
  local waiters = redis.call('SMEMBERS', P .. ':gw:' .. gate.name)
  for i = 1, #waiters do
    turns.open(stage_key(waiters[i]), gate.name)
    ring_ready(waiters[i])
  end
  if #waiters > 0 then
    redis.call('DEL', P .. ':gw:' .. gate.name)
  end
  drop_gate_if_idle(gate)
end

-- A chunk that paid does not run any more. It is out of the stage's running ones already.
local function leave_gate(gate, weight, own)
  if not gate.kept then
    return
  end
  if not own then
    gate.hash:add('u', -weight)
  end
  if gate.hash:number('c') > 0 then
    free_gate(gate)
  else
    drop_gate_if_idle(gate)
  end
end

local function pause_gate(name, till)
  local gate = gate_of(name)
  if till > gate.hash:number('z') then
    keep_gate(gate)
    gate.hash:set('z', till)
  end
end
