-- beat, control and tick.

-- beat: for each claim 'pipeline/stage', job, number, fence, lease in microseconds.
local function beat(args)
  local answers = {}
  for i = 4, #args, 5 do
    local at, id, number, fence, lease = args[i], args[i + 1], args[i + 2], args[i + 3], args[i + 4]
    local key = P .. ':c:' .. id .. ':' .. number
    local chunk = redis.call('HMGET', key, 's', 'f', 'e', 'wo')
    if chunk[1] == 'u' and chunk[2] == fence then
      local till = now + lease
      redis.call('HSET', key, 'un', till)
      claim_entries(stage_key(at) .. ':st', chunk[4], {chunk[3]}, till)
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
  end
  local cancelled = cancel_open(job, false)
  end_job(job, 'd')
  event(job, 'DISMISSED', nil, nil, nil, 'chunks', cancelled)
  return {'APPLIED', cancelled}
end

-- Everything of a job, under whatever key.
local function remove(args)
  local job = job_of(args[4])
  if not job then
    return {'NONE'}
  elseif not has_ended(job) then
    return {'OPEN'}
  end
  local id, tenant, hash = job.id, job.tenant, job.hash
  local letters = redis.call('ZRANGEBYLEX', P .. ':dl:' .. tenant, '[' .. id .. '/', '(' .. id .. '0')
  for i = 1, #letters do
    local number = tonumber(string.sub(letters[i], #id + 2, #id + 20))
    local chunk = chunk_of(job, number)
    leave(chunk)
    redis.call('DEL', chunk.hash.key)
    chunk.hash:gone()
  end
  for _, kind in ipairs({'x', 'z'}) do
    local numbers = redis.call('SMEMBERS', key_of(job, kind))
    for i = 1, #numbers do
      redis.call('DEL', P .. ':c:' .. id .. ':' .. numbers[i])
    end
  end
  local children = redis.call('SMEMBERS', key_of(job, 'hk'))
  for i = 1, #children do
    redis.call('DEL', children[i])
  end
  if hash:get('ik') then
    redis.call('HDEL', P .. ':k:' .. tenant, hash:get('ik'))
  end
  redis.call('ZREM', P .. ':js:' .. hash:get('st') .. ':' .. tenant, id)
  redis.call('ZREM', P .. ':ended', id)
  for _, kind in ipairs({'j', 'b', 'gb', 'w', 'hk', 'o', 'x', 'z', 'ev', 'rj', 'rs'}) do
    redis.call('UNLINK', key_of(job, kind))
  end
  local chunks = hash:get('nx')
  hash:gone()
  job.board:gone()
  jobs[id] = false
  rings.changed[id] = true
  return {'APPLIED', tonumber(chunks)}
end

local function revive(chunk, round)
  local job, hash = chunk.job, chunk.hash
  revive_items(job, chunk.stage, hash:get('li'))
  chunk.round = round
  hash:set('ro', round)
  hash:set('a', 0)
  hash:set('k', 0)
  redis.call('SADD', key_of(job, 'o'), chunk.number)
  opened(job, round, chunk.stage, chunk.group, 1)
  move(chunk, 'r')
end

local function revive_cancelled(job, round)
  local numbers = redis.call('SMEMBERS', key_of(job, 'x'))
  table.sort(numbers, function(a, b) return tonumber(a) < tonumber(b) end)
  for i = 1, #numbers do
    revive(chunk_of(job, numbers[i]), round)
  end
  return #numbers
end

-- Items that waited for a barrier when the job failed wait for it again, in the new round.
local function revive_waiting(job, round)
  each_waiting(job, function(waiting)
    if waiting.round < round then
      local board, seat = job.board, seat_of(round, waiting.stage, waiting.group)
      local tally = {}
      for kind, name in pairs({k = 'ok', p = 'repaired', l = 'duplicates', i = 'passed'}) do
        tally[name] = integer(board:get(kind .. waiting.seat) or '0')
        board:set(kind .. waiting.seat, 0)
      end
      revive_items(job, waiting.stage + 1, tally.passed)
      if not board:get('v' .. seat) and not board:get('u' .. seat) then
        board:set('v' .. seat, 1)
        make_seat(job, round, waiting.stage, waiting.group)
      end
      wait_at_barrier(job, seat, tally)
    end
  end)
end

local function next_round(job, dead)
  local round, revived, state = job.hash:add('ro', 1), #dead, job.hash:get('st')
  for i = 1, #dead do
    revive(dead[i], round)
  end
  if state == 'f' then
    revived = revived + revive_cancelled(job, round)
    revive_waiting(job, round)
  end
  if has_ended(job) then
    enter_state(job, 'r')
    job.hash:set('fc', false)
    job.hash:set('fd', false)
    job.hash:set('en', false)
    redis.call('ZREM', P .. ':ended', job.id)
    use(job, 1, 0)
    use_bytes(job, job.hash:get('pb'))
    local lines = lines_of(job)
    for i = 1, #lines do
      redis.call('LPUSH', lines[i], job.id)
    end
  end
  anomaly(job, 'REPLAYED', nil, nil, nil, revived, round)
  settle(job, round, 0, '')
  changed(job)
  return revived
end

local function dead_of(job, chosen)
  local letters = redis.call('ZRANGEBYLEX', P .. ':dl:' .. job.tenant, '[' .. job.id .. '/', '(' .. job.id .. '0')
  local dead, first_left = {}, false
  for i = 1, #letters do
    local number = tonumber(string.sub(letters[i], #job.id + 2, #job.id + 20))
    if not chosen or chosen[number] then
      dead[#dead + 1] = chunk_of(job, number)
    elseif number == 1 then
      first_left = true
    end
  end
  return dead, first_left
end

-- replay: job, how many are chosen (0: all), these, then number, payload and cost of each edit.
local function replay(args)
  local job = job_of(args[4])
  if not job then
    return {'NONE'}
  elseif job.hash:get('st') == 'd' then
    return {'DISMISSED'}
  end
  local chosen, many = nil, tonumber(args[5])
  if many > 0 then
    chosen = {}
    for i = 6, 5 + many do
      chosen[tonumber(args[i])] = true
    end
  end
  local dead, first_left = dead_of(job, chosen)
  if #dead == 0 then
    return {'NOTHING'}
  elseif first_left then
    return {'START'}
  end
  local other = has_ended(job) and at_work(job)
  if other then
    return {'LINE', other}
  end
  local edits = {}
  for i = 6 + many, #args, 3 do
    edits[tonumber(args[i])] = {args[i + 1], args[i + 2]}
  end
  for i = 1, #dead do
    local edit = edits[dead[i].number]
    if edit then
      dead[i].hash:set('in', edit[1])
      dead[i].hash:set('co', edit[2])
      -- It points into the old payload.
      dead[i].hash:set('cu', false)
    end
  end
  return {'APPLIED', next_round(job, dead)}
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

-- tick: most chunks that become ready in one call, grace for silent workers in milliseconds.
local function tick(args)
  local most, grace = tonumber(args[4]), tonumber(args[5])
  local stages, found, lapsed, due = redis.call('SMEMBERS', P .. ':stages'), {}, 0, 0
  for i = 1, #stages do
    local stage = stage_key(stages[i])
    repair(stage)
    local some = lapsed_of(stage)
    for c = 1, #some do
      found[#found + 1] = some[c]
    end
  end
  found = in_order(found)
  for i = 1, #found do
    local job = job_of(found[i].id)
    local chunk = job and chunk_of(job, found[i].number)
    if chunk and chunk.hash:get('s') == 'u' then
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
    move(chunk, 'r')
    changed(chunk.job)
    due = due + 1
  end
  return {lapsed, due, #waiting > due and 1 or 0}
end
