-- Jobs in hand. A job's hash is j:<id>; its chunks are c:<id>:<number>; o, x, z are the numbers of its open and cancelled
-- chunks, and of those that are done but of which an earlier holder may still commit.
local FIELDS = {'t', 'pl', 'st', 'pr', 'nx', 'op', 'ro', 'in', 'ok', 're', 'rj', 'de', 'du', 'hg', 'eg'}

-- Counters of a stage and of the one behind it, and what a job is known by: one read for a commit.
local STAGE_FIELDS = {}

local STATES = {a = 'ACCEPTED', r = 'RUNNING', s = 'SUCCESSFUL', f = 'FAILED', d = 'DISMISSED'}

local function stage_key(at)
  return P .. ':s:' .. at
end

local function fields_at(stage)
  local fields = STAGE_FIELDS[stage]
  if not fields then
    fields = {unpack(FIELDS)}
    for _, counter in ipairs({'r', 'u', 'd', 'o', 'p', 'j', 'l'}) do
      fields[#fields + 1] = stage .. counter
    end
    fields[#fields + 1] = (stage + 1) .. 'r'
    STAGE_FIELDS[stage] = fields
  end
  return fields
end

-- The job, or nil. stage: where something is about to happen in it, if that is known.
local function job_of(id, stage)
  local job = jobs[id]
  if job == nil then
    local hash = Hash.at(P .. ':j:' .. id):load(stage and fields_at(stage) or FIELDS)
    if not hash.values.t then
      jobs[id] = false
      return nil
    end
    job = {id = id, hash = hash, plan = plan_of(hash.values.pl)}
    job.board = Hash.at(P .. ':b:' .. id)
    job.tenant = hash.values.t
    jobs[id] = job
  end
  return job or nil
end

local function key_of(job, kind)
  return P .. ':' .. kind .. ':' .. job.id
end

local function has_ended(job)
  local state = job.hash.values.st
  return state == 's' or state == 'f' or state == 'd'
end

-- Or has begun to end: nothing of it is claimed or committed any more. See slices.lua.
local function is_over(job)
  return has_ended(job) or job.hash.values.eg
end

local function changed(job)
  job.hash:set('up', now)
  rings.changed[job.id] = true
end

-- Jobs of a tenant are listed by state.
local function enter_state(job, state)
  local before = job.hash.values.st
  if before then
    redis.call('ZREM', P .. ':js:' .. before .. ':' .. job.tenant, job.id)
  end
  job.hash:set('st', state)
  redis.call('ZADD', P .. ':js:' .. state .. ':' .. job.tenant, 0, job.id)
end

-- How much work has not ended, over all and of each tenant; written at the end of the call, where it has changed.
local function use(job, jobs_more, chunks_more)
  local used = usage[job.tenant]
  if not used then
    used = {jobs = 0, chunks = 0}
    usage[job.tenant] = used
  end
  used.jobs = used.jobs + jobs_more
  used.chunks = used.chunks + chunks_more
end

local function use_bytes(job, more)
  if tonumber(more) == 0 then
    return
  end
  redis.call('HINCRBY', P .. ':use', 'b', integer(more))
  redis.call('HINCRBY', P .. ':use:' .. job.tenant, 'b', integer(more))
end

-- The timeline: what happened, and the facts of which its sentences are made.
local function event(job, kind, place, code, detail, ...)
  place = place or {}
  redis.call('RPUSH', key_of(job, 'ev'),
    pack(now, kind, place[1], place[2], place[3], place[4], code, detail, ...))
end

-- Anomalies are kept up to a number.
local function anomaly(job, kind, place, code, detail, ...)
  local count = job.hash:add('an', 1)
  local most = job.hash:number('ma')
  if count <= most then
    event(job, kind, place, code, detail, ...)
  elseif count == most + 1 then
    event(job, 'TRUNCATED', nil, nil, nil, most)
  end
end

-- Items that leave a stage; they leave the job where they are rejected or dead, or the stage is the last.
local function settle_items(job, stage, tally)
  local hash = job.hash
  hash:items(stage .. 'o', tally.ok)
  hash:items(stage .. 'p', tally.repaired)
  hash:items(stage .. 'j', tally.rejected)
  hash:items(stage .. 'k', tally.dead)
  hash:items(stage .. 'l', tally.duplicates)
  hash:items('rj', tally.rejected)
  hash:items('de', tally.dead)
  if job.plan[stage].last then
    hash:items('ok', tally.ok)
    hash:items('re', tally.repaired)
    hash:items('du', tally.duplicates)
  end
end

local function all_dead(items)
  return {ok = '0', repaired = '0', rejected = '0', dead = items, duplicates = '0'}
end

-- Takes items that are alive again off the dead ones.
local function revive_items(job, stage, items)
  local less = '-' .. integer(items)
  job.hash:items(stage .. 'k', less)
  job.hash:items('de', less)
end
