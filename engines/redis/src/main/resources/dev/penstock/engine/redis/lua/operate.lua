-- beat, control and tick.

-- Notes how many items of a chunk are through, in th of the chunk; the sum of a stage is y of the job.
local function note_progress(id, key, chunk, items)
  local load, before = tonumber(chunk[6]), tonumber(chunk[7] or 0)
  local through = math.max(0, load > 0 and math.min(items, load) or items)
  if through ~= before then
    redis.call('HSET', key, 'th', integer(through))
    redis.call('HINCRBY', P .. ':j:' .. id, chunk[5] .. 'y', integer(through - before))
  end
end

-- beat: for each claim 'pipeline/stage', job, number, fence, lease in microseconds, items through.
local function beat(args)
  local answers, ending = {}, {}
  look()
  for i = 4, #args, 6 do
    local at, id, number, fence, lease = args[i], args[i + 1], args[i + 2], args[i + 3], args[i + 4]
    local key = P .. ':c:' .. id .. ':' .. number
    local chunk = redis.call('HMGET', key, 's', 'f', 'e', 'wo', 'g', 'li', 'th')
    if ending[id] == nil then
      ending[id] = redis.call('HGET', P .. ':j:' .. id, 'eg')
    end
    if ending[id] and (chunk[1] == 'r' or chunk[1] == 'w' or chunk[1] == 'u') then
      answers[#answers + 1] = 'CANCEL'
    elseif chunk[1] == 'u' and chunk[2] == fence then
      local round, till = lease_end(tonumber(lease))
      redis.call('HSET', key, 'un', till, 'le', round)
      note_progress(id, key, chunk, tonumber(args[i + 5]))
      claim_entries(stage_key(at) .. ':st', chunk[4], {chunk[3]}, now + lease)
      answers[#answers + 1] = 'CONTINUE'
    else
      answers[#answers + 1] = chunk[1] == 'c' and 'CANCEL' or 'LOST'
    end
  end
  return answers
end

-- dismiss: job.
local function dismiss(args)
  local job = job_of(args[4])
  if not job then
    return {'NONE'}
  end
  local state = job.hash:get('st')
  if state == 'd' then
    return {'APPLIED', 0}
  elseif state == 's' or state == 'f' then
    return {'ENDED'}
  elseif job.hash:get('eg') then
    leave_for_later(job)
    return {'CLOSING'}
  end
  local open = redis.call('SCARD', key_of(job, 'o'))
  begin_ending(job, 'd')
  return {'APPLIED', open}
end

-- Takes a lapsed lease back.
local function lapse(chunk)
  local job, hash = chunk.job, chunk.hash
  local crashes, worker = hash:add('k', 1), hash:get('wo')
  local attempt = hash:number('a') + 1
  if crashes >= planned(chunk).crashes then
    die(chunk, 'chunk.poison', '\0' .. pack(worker, crashes), attempt)
  else
    job.hash:add(chunk.stage .. 't', 1)
    anomaly(job, 'LAPSED', place(chunk, attempt), nil, nil, worker)
    move(chunk, 'r')
  end
  changed(job)
end

-- Names of chunks, 'job:number', in order.
local function in_order(list)
  local chunks = {}
  for i = 1, #list do
    local id, number = string.match(list[i], '^(.*):(%d+)$')
    chunks[i] = {id = id, number = tonumber(number)}
  end
  table.sort(chunks, function(a, b)
    if a.id ~= b.id then
      return a.id < b.id
    end
    return a.number < b.number
  end)
  return chunks
end

-- come: an engine opens. Where nobody else listens every holder is gone.
local function come()
  if redis.call('PUBSUB', 'NUMSUB', P .. ':bell')[2] == 0 then
    look(true)
  end
  return 'OK'
end

-- tick: most chunks that become ready in one call, grace for silent workers in milliseconds.
local function tick(args)
  local most, grace = tonumber(args[4]), tonumber(args[5])
  local stages, found, lapsed, due = redis.call('SMEMBERS', P .. ':stages'), {}, 0, 0
  look()
  for i = 1, #stages do
    local stage = stage_key(stages[i])
    repair(stage)
    local some = lapsed_of(stage)
    for c = 1, #some do
      found[#found + 1] = some[c]
    end
  end
  if lease_clock():get('r') then
    lease_clock():set('r', false)
  end
  found = in_order(found)
  for i = 1, #found do
    local job = job_of(found[i].id)
    local chunk = job and chunk_of(job, found[i].number)
    if chunk and chunk.hash:get('s') == 'u' and not job.hash:get('eg') then
      lapse(chunk)
      lapsed = lapsed + 1
    end
  end
  local waiting = {}
  for i = 1, #stages do
    local some = redis.call('ZRANGEBYSCORE', stage_key(stages[i]) .. ':due', '-inf', now, 'LIMIT', 0, most)
    for c = 1, #some do
      waiting[#waiting + 1] = some[c]
    end
    forget_workers(stage_key(stages[i]), grace)
  end
  waiting = in_order(waiting)
  for i = 1, math.min(most, #waiting) do
    local chunk = chunk_of(job_of(waiting[i].id), waiting[i].number)
    if chunk.job.hash:get('eg') then
      -- It will be cancelled.
      redis.call('ZREM', stage_key(planned(chunk).at) .. ':due', chunk.name)
    else
      move(chunk, 'r')
      changed(chunk.job)
      due = due + 1
    end
  end
  local begun = redis.call('SRANDMEMBER', P .. ':more')
  if begun then
    next_slice(begun)
  end
  return {lapsed, due, #waiting > most and 1 or 0}
end
