-- submit: the whole of Engine.submit.
-- Arguments: id, idempotency key or '', its hash, coalesce line or '', JOIN or RERUN, then the limits: jobs, chunks and
-- bytes over all, the same of each tenant; then the plans that must be there, packed; then the fields of the job.
local LIMITS = {'jobs', 'chunks', 'bytes'}

local function used_of(key)
  local used = redis.call('HMGET', key, 'j', 'c', 'b')
  return {tonumber(used[1] or 0), tonumber(used[2] or 0), tonumber(used[3] or 0)}
end

local function broken_by(limits, used, less, bytes)
  local left = {}
  for i = 1, 3 do
    left[i] = used[i] - less[i]
  end
  if left[1] >= limits[1] then
    return LIMITS[1]
  elseif left[2] >= limits[2] then
    return LIMITS[2]
  elseif left[3] > 0 and bytes > limits[3] - left[3] then
    return LIMITS[3]
  end
end

-- The name of the limit that one more job would break, or nil.
local function busy(tenant, limits, less, bytes)
  local broken = broken_by({limits[1], limits[2], limits[3]}, used_of(P .. ':use'), less, bytes)
  if broken then
    return broken
  end
  local own = broken_by({limits[4], limits[5], limits[6]}, used_of(P .. ':use:' .. tenant), less, bytes)
  return own and ('tenant.' .. own)
end

local function missing_plan(packed)
  local digests = unpacked(packed)
  for i = 1, #digests do
    -- Not what this server has read once: it may have been flushed since.
    if redis.call('EXISTS', P .. ':plan:' .. digests[i]) == 0 then
      return digests[i]
    end
  end
end

-- Whether a job is what this very call may have made before. The caller knows whether an answer was lost.
local function repeated(id, facts)
  local before = redis.call('HMGET', P .. ':j:' .. id, 't', 'pl', 'n', 'pi', 'ih')
  return before[1] == facts.t and before[2] == facts.pl and before[3] == facts.n and before[4] == facts.pi
    and (before[5] or nil) == facts.ih
end

local function known(id, key, hash, facts)
  local there = job_of(id)
  if there and repeated(id, facts) then
    return {'REPEATED', id}
  end
  local other = key ~= '' and redis.call('HGET', P .. ':k:' .. facts.t, key)
  if other then
    local same = redis.call('HGET', P .. ':j:' .. other, 'ih') == hash
    return {same and 'EXISTING' or 'CONFLICT', other}
  end
  if there then
    return {'TWICE', id}
  end
end

local function admit_new(id, key, facts)
  if key ~= '' then
    redis.call('HSET', P .. ':k:' .. facts.t, key, id)
  end
  jobs[id] = nil
  admit(id, facts)
  return {'ACCEPTED', id}
end

local function submit(args)
  local id, key, hash, line, mode = args[4], args[5], args[6], args[7], args[8]
  local limits, facts = {}, {}
  for i = 1, 6 do
    limits[i] = tonumber(args[8 + i])
  end
  for i = 16, #args, 2 do
    facts[args[i]] = args[i + 1]
  end
  local missing = missing_plan(args[15])
  if missing then
    return {'PLAN', missing}
  end
  local before = known(id, key, hash, facts)
  if before then
    return before
  end
  local last_id = line ~= '' and redis.call('LINDEX', P .. ':ln:' .. line, -1)
  local last = last_id and job_of(last_id)
  if last and mode == 'JOIN' then
    return {'JOINED', last_id}
  end
  local trails = last and not last.hash:get('bg')
  local less = trails and {1, last.hash:number('op'), last.hash:number('pb')} or {0, 0, 0}
  local broken = busy(facts.t, limits, less, tonumber(facts.pb))
  if broken then
    return {'BUSY', broken}
  end
  if trails then
    end_job(last, 'd', 'job.superseded', '\0' .. pack(id))
    event(last, 'DISMISSED', nil, nil, nil, 'by', id)
    leave_lines(last)
  end
  return admit_new(id, key, facts)
end
