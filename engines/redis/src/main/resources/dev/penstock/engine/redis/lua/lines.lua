-- How jobs come in, and what comes after them. A job begins when it is the first in all its lines, one for its lane and
-- one for its coalesce key; l1 and l2 of the job name them, ln:<name> lists the jobs.
local function lines_of(job)
  local lines = {}
  for _, field in ipairs({'l1', 'l2'}) do
    local name = job.hash:get(field)
    if name then
      lines[#lines + 1] = P .. ':ln:' .. name
    end
  end
  return lines
end

-- The job that another one waits for, or nil.
local function job_before(job)
  local lines = lines_of(job)
  for i = 1, #lines do
    local first = redis.call('LINDEX', lines[i], 0)
    if first and first ~= job.id then
      return first
    end
  end
end

-- A job of the same line that is at work, or nil.
local function at_work(job)
  local lines = lines_of(job)
  for i = 1, #lines do
    local first = redis.call('LINDEX', lines[i], 0)
    if first and first ~= job.id and job_of(first).hash:get('bg') then
      return first
    end
  end
end

-- Gives a job its first chunk.
local function begin_job(job)
  local hash = job.hash
  hash:set('bg', 1)
  local gate = hash:get('tg')
  spawn(job, 0, 0, {{group = '', payload = hash:get('pi'), ok = '0', repaired = '0', duplicates = '0', items = '0',
    gate = gate or '', weight = gate and hash:get('tw'), cost = hash:get('pc') or '1'}})
  changed(job)
end

-- Takes a job out of its lines; those behind it begin.
local function leave_lines(job)
  local candidates, seen = {}, {}
  local lines = lines_of(job)
  for i = 1, #lines do
    if redis.call('LREM', lines[i], 1, job.id) > 0 then
      local first = redis.call('LINDEX', lines[i], 0)
      if first and not seen[first] then
        seen[first] = true
        candidates[#candidates + 1] = job_of(first)
      end
    end
  end
  local next_jobs = {}
  for i = 1, #candidates do
    if not candidates[i].hash:get('bg') and not job_before(candidates[i]) then
      next_jobs[#next_jobs + 1] = candidates[i]
    end
  end
  for i = 1, #next_jobs do
    begin_job(next_jobs[i])
  end
end

-- Lets a job in, whatever the limits. facts: the fields of its hash.
local function admit(id, facts)
  local hash = Hash.at(P .. ':j:' .. id)
  local job = {id = id, hash = hash, plan = plan_of(facts.pl), tenant = facts.t, board = Hash.at(P .. ':b:' .. id)}
  jobs[id] = job
  hash.fresh, job.board.fresh = true, true
  hash.values.st = false
  for field, value in pairs(facts) do
    hash:set(field, value)
  end
  for field, value in pairs({nx = 0, op = 0, ro = 0, ['in'] = 0, ok = 0, re = 0, rj = 0, de = 0, du = 0, an = 0}) do
    hash:set(field, value)
  end
  hash:set('ac', now)
  enter_state(job, 'a')
  use(job, 1, 0, facts.pb)
  local lines = lines_of(job)
  for i = 1, #lines do
    redis.call('RPUSH', lines[i], id)
  end
  local before = job_before(job)
  if before then
    event(job, 'ACCEPTED', nil, nil, nil, job.plan.pipeline, job.plan.version, before)
  else
    event(job, 'ACCEPTED', nil, nil, nil, job.plan.pipeline, job.plan.version)
    begin_job(job)
  end
  changed(job)
end

local ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

-- The id of a job that follows another one, as JobId.following makes it: the time in 10 digits of 5 bits, then the first
-- 80 bits of a digest in 16.
local function following(parent, index, round)
  local millis, time = math.floor(now / 1000), ''
  for _ = 1, 10 do
    local digit = millis % 32
    time = string.sub(ALPHABET, digit + 1, digit + 1) .. time
    millis = (millis - digit) / 32
  end
  local digest = sha256(parent .. '/' .. integer(round) .. '/' .. index)
  local text, bits, held = {}, 0, 0
  for i = 1, 10 do
    bits, held = bits * 256 + string.byte(digest, i), held + 8
    while held >= 5 do
      held = held - 5
      local digit = math.floor(bits / 2 ^ held)
      text[#text + 1] = string.sub(ALPHABET, digit + 1, digit + 1)
      bits = bits - digit * 2 ^ held
    end
  end
  return time .. table.concat(text)
end

-- Submits what follows a job. Each follow-up: letters of the endings that it follows, plan, name, inputs, payload, its
-- bytes, its cost, gate and weight.
local function follow(job)
  local packed = job.hash:get('fu')
  if not packed then
    return
  end
  local state, round = job.hash:get('st'), job.hash:number('ro')
  local all = unpacked(packed)
  for i = 1, #all do
    local f = unpacked(all[i])
    if string.find(f[1], state, 1, true) then
      local facts = {t = job.tenant, pl = f[2], n = f[3], i = f[4], pi = f[5], pb = f[6], pc = f[7], pr = '0', pa = job.id,
        ti = f[10], ts = '1', ma = job.hash:get('ma'), fj = job.id, fs = string.lower(STATES[state]), fr = integer(round)}
      if f[8] ~= '' then
        facts.tg, facts.tw = f[8], f[9]
      end
      admit(following(job.id, i - 1, round), facts)
    end
  end
end

local function tell_parent(job)
  local parent = job.hash:get('pa') and job.hash:get('st') == 'f' and job_of(job.hash:get('pa'))
  if parent then
    anomaly(parent, 'CHILD_FAILED', nil, job.hash:get('fc'), job.hash:get('fd'), job.id, job.plan.pipeline)
    changed(parent)
  end
end

-- Follows up every job that the call in hand has ended.
local function settle_ended()
  local i = 1
  while i <= #ended do
    leave_lines(ended[i])
    follow(ended[i])
    tell_parent(ended[i])
    i = i + 1
  end
end
