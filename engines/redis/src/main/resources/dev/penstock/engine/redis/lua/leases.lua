-- Time as leases count it: LeaseClock in words of Lua, with the time of the server. In lc: l is when somebody last looked,
-- x0 to x20 what each round has lost, r whether the clock stepped back since the last tick. Of a chunk: le is the round of
-- its lease, un its end by the count of that round.
local ROUNDS = 21
-- Looks that come a little late, behind others that began after them, are no step back.
local LATE = 1000000
local LOOKED = {'l', 'r'}
for round = 0, ROUNDS - 1 do
  LOOKED[#LOOKED + 1] = 'x' .. round
end

local function lease_clock()
  if not leases then
    leases = Hash.at(P .. ':lc'):load(LOOKED)
  end
  return leases
end

-- Somebody looks at the clock. alone: nobody else is there, so every holder is gone, and what went by counts in full.
local function look(alone)
  local clock = lease_clock()
  local gap = now - (tonumber(clock:get('l') or now))
  if gap < 0 and gap > -LATE then
    return
  end
  if gap < 0 then
    clock:set('r', 1)
  end
  for round = 0, ROUNDS - 1 do
    local most = 2 ^ round * 1000
    if gap < 0 then
      clock:add('x' .. round, gap)
    elseif gap > most and not alone then
      clock:add('x' .. round, gap - most)
    end
  end
  clock:set('l', now)
end

-- Round and end of a lease that begins at the last look.
local function lease_end(length)
  local round = 0
  while round + 1 < ROUNDS and 3 * 2 ^ (round + 1) * 1000 <= length do
    round = round + 1
  end
  return round, lease_clock():number('l') - lease_clock():number('x' .. round) + length
end

-- When a lease ends by the clock, if nobody looks away until then.
local function by_the_clock(till, round)
  return tonumber(till) + lease_clock():number('x' .. (round or 0))
end
