-- Jobs in hand. A job's hash is j:<id>; its chunks are c:<id>:<number>; o, x, z are the numbers of its open and cancelled
-- chunks, and of those that are done but of which an earlier holder may still commit.
local FIELDS = {'t', 'pl', 'st', 'pr', 'nx', 'op', 'ro', 'in', 'ok', 're', 'rj', 'de', 'du', 'bg', 'hg', 'ti', 'ts', 'pb'}
local STATES = {a = 'ACCEPTED', r = 'RUNNING', s = 'SUCCESSFUL', f = 'FAILED', d = 'DISMISSED'}

local function stage_key(at)
  return P .. ':s:' .. at
end

-- The job, or nil.
local function job_of(id)
  local job = jobs[id]
  if job == nil then
    local hash = Hash.at(P .. ':j:' .. id):load(FIELDS)
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

-- How much work has not ended, over all and of each tenant.
local function use(job, jobs_more, chunks_more, bytes_more)
  local keys = {P .. ':use', P .. ':use:' .. job.tenant}
  for i = 1, 2 do
    local used = usage[keys[i]] or Hash.at(keys[i])
    usage[keys[i]] = used
    if jobs_more ~= 0 then
      used:add('j', jobs_more)
    end
    if chunks_more ~= 0 then
      used:add('c', chunks_more)
    end
    used:items('b', bytes_more)
  end
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
