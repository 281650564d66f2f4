-- A stream and a consumer group for each stage: what was chosen is delivered through them, and stays pending with its
-- worker until its chunk does not run any more. The hashes are the truth, the stream is not: an entry says 'job:number',
-- and counts only where that chunk runs by this entry. So whatever happens to a stream can be repaired.
--
-- The pending list is the table of leases: an entry is idle for as long as the horizon at the moment at which its lease
-- ends. So XAUTOCLAIM finds the lapsed ones, and an operator too: XPENDING <stream> penstock IDLE <horizon> - + 10.

local SWEEPER = 'sweeper'
local CHUNK_LEASE = {'s', 'e', 'wo', 'un', 'le'}

-- When an entry was delivered, as Redis is to see it, in milliseconds of its own clock.
local function delivered(till)
  return math.floor(till / 1000) - horizon
end

local function make_group(stream)
  redis.call('XGROUP', 'CREATE', stream, GROUP, '0', 'MKSTREAM')
end

-- Gives entries to a worker until a time; those that are not pending are left alone.
local function claim_entries(stream, worker, ids, till)
  for from = 1, #ids, MANY do
    local args = {stream, GROUP, worker, 0}
    for i = from, math.min(from + MANY - 1, #ids) do
      args[#args + 1] = ids[i]
    end
    args[#args + 1] = 'TIME'
    args[#args + 1] = delivered(till)
    args[#args + 1] = 'JUSTID'
    -- Without its group an entry waits for the next tick, which repairs.
    redis.pcall('XCLAIM', unpack(args))
  end
end

local function drop_entry(stream, id)
  redis.call('XACK', stream, GROUP, id)
  redis.call('XDEL', stream, id)
end

-- Reads what was added, and gives each entry to whom it belongs. Where somebody destroyed the group, it is made anew and
-- reads everything again; entries of no running chunk go.
local function deliver(stream, worker)
  local got = redis.pcall('XREADGROUP', 'GROUP', GROUP, worker, 'COUNT', 100000, 'STREAMS', stream, '>')
  if got and got.err then
    make_group(stream)
    got = redis.call('XREADGROUP', 'GROUP', GROUP, worker, 'COUNT', 100000, 'STREAMS', stream, '>')
  end
  if not got then
    return
  end
  local entries, batches = got[1][2], {}
  for i = 1, #entries do
    local id, chunk = entries[i][1], entries[i][2][2]
    local lease = redis.call('HMGET', P .. ':c:' .. chunk, unpack(CHUNK_LEASE))
    if lease[1] == 'u' and lease[2] == id then
      local till = by_the_clock(lease[4], lease[5])
      local batch = lease[3] .. ' ' .. till
      batches[batch] = batches[batch] or {worker = lease[3], till = till, ids = {}}
      table.insert(batches[batch].ids, id)
    else
      drop_entry(stream, id)
    end
  end
  for _, batch in pairs(batches) do
    claim_entries(stream, batch.worker, batch.ids, batch.till)
  end
end

-- Makes stream and pending list what the hashes say.
local function rebuild(stage)
  local stream = stage .. ':st'
  local running = redis.call('SMEMBERS', stage .. ':run')
  deliver(stream, SWEEPER)
  local known = {}
  for i = 1, #running do
    local key = P .. ':c:' .. running[i]
    local id = redis.call('HGET', key, 'e')
    -- In a stream that was deleted ids begin anew, and so one may have become that of another chunk.
    local entry = id and redis.call('XRANGE', stream, id, id)[1]
    local others = entry and entry[2][2] ~= running[i]
    local pending = entry and not others and redis.call('XPENDING', stream, GROUP, id, id, 1) or {}
    if #pending == 0 then
      if id and not others then
        drop_entry(stream, id)
      end
      id = redis.call('XADD', stream, '*', 'c', running[i])
      redis.call('HSET', key, 'e', id)
    end
    known[id] = true
  end
  deliver(stream, SWEEPER)
  local entries = redis.call('XRANGE', stream, '-', '+')
  for i = 1, #entries do
    if not known[entries[i][1]] then
      drop_entry(stream, entries[i][1])
    end
  end
end

-- Looks whether stream, pending list and hashes agree; they do unless somebody else wrote to the stream.
local function repair(stage)
  local stream = stage .. ':st'
  local running = redis.call('SCARD', stage .. ':run')
  if running == 0 and redis.call('EXISTS', stream) == 0 then
    return
  end
  local pending = redis.pcall('XPENDING', stream, GROUP)
  if pending.err then
    rebuild(stage)
  elseif pending[1] ~= running or redis.call('XLEN', stream) ~= running then
    rebuild(stage)
  end
end

-- Chunks of a stage whose lease has run out, as 'job:number'. XAUTOCLAIM proposes, by the clock of Redis in whole
-- milliseconds; the hash decides.
local function lapsed_of(stage)
  local stream, lapsed, cursor = stage .. ':st', {}, '0-0'
  -- After a step back the pending list goes by a time that is yet to come: then all are looked at.
  local idle = lease_clock():get('r') and 0
    or math.max(0, math.floor(server_micros() / 1000) - (math.floor(now / 1000) - horizon))
  if redis.call('EXISTS', stream) == 0 then
    return lapsed
  end
  repeat
    local got = redis.call('XAUTOCLAIM', stream, GROUP, SWEEPER, idle, cursor, 'COUNT', 100)
    cursor = got[1]
    for i = 1, #got[2] do
      local id, chunk = got[2][i][1], got[2][i][2][2]
      local lease = redis.call('HMGET', P .. ':c:' .. chunk, unpack(CHUNK_LEASE))
      if lease[1] ~= 'u' or lease[2] ~= id then
        drop_entry(stream, id)
      else
        local till = by_the_clock(lease[4], lease[5])
        if till < lease_clock():number('l') then
          lapsed[#lapsed + 1] = chunk
        else
          claim_entries(stream, lease[3], {id}, till)
        end
      end
    end
  until cursor == '0-0'
  return lapsed
end

-- Workers that hold nothing and have not been heard of for a while.
local function forget_workers(stage, grace)
  local stream = stage .. ':st'
  if redis.call('EXISTS', stream) == 0 then
    return
  end
  local consumers = redis.call('XINFO', 'CONSUMERS', stream, GROUP)
  for i = 1, #consumers do
    local facts = {}
    for f = 1, #consumers[i], 2 do
      facts[consumers[i][f]] = consumers[i][f + 1]
    end
    if facts.pending == 0 and facts.idle >= grace then
      redis.call('XGROUP', 'DELCONSUMER', stream, GROUP, facts.name)
    end
  end
end
