-- The verbs of Gates.

-- gate_set: name, permits, period as text, burst, concurrency, interval in microseconds.
local function gate_set(args)
  local gate = gate_of(args[4])
  keep_gate(gate)
  local fields = {'p', 'e', 'b', 'c', 'v'}
  for i = 1, 5 do
    local value = args[4 + i]
    gate.hash:set(fields[i], fields[i] == 'e' and value or tonumber(value))
  end
  -- A rate that has become wider does not wait out what was taken under a narrow one.
  gate.hash:set('f', math.min(gate.hash:number('f'), now + args[7] * args[9]))
  free_gate(gate)
  return 'OK'
end

-- gate_pause: name, until.
local function gate_pause(args)
  pause_gate(args[4], tonumber(args[5]))
  return 'OK'
end

-- gate_resume: name.
local function gate_resume(args)
  local gate = gate_of(args[4])
  keep_gate(gate)
  gate.hash:set('z', 0)
  free_gate(gate)
  return 'OK'
end

-- gate_take: name, permits. Microseconds to wait, 0: taken.
local function gate_take(args)
  local gate, permits = gate_of(args[4]), tonumber(args[5])
  if not gate.kept then
    return '0'
  end
  local closed_for = math.max(0, gate.hash:number('z') - now)
  local wait = math.max(closed_for, rate_wait(gate, permits))
  if wait == 0 then
    take_permits(gate, permits)
  end
  return integer(wait)
end

-- gates: name, permits, period, burst, concurrency, weight in use and until when closed of each.
local function gate_list()
  local known, out = redis.call('SMEMBERS', P .. ':gates'), {}
  local stages = redis.call('SMEMBERS', P .. ':stages')
  for i = 1, #known do
    local gate = gate_of(known[i])
    local hash = gate.hash
    out[#out + 1] = {gate.name, integer(hash:get('p')), hash:get('e'), integer(hash:get('b')), integer(hash:get('c')),
      integer(in_use(gate)), integer(hash:get('z'))}
  end
  for i = 1, #stages do
    local gate = gate_of('stage/' .. stages[i])
    local running = in_use(gate)
    if not gate.kept and running > 0 then
      out[#out + 1] = {gate.name, '0', 'PT1S', '1', '0', integer(running), '0'}
    end
  end
  return out
end
