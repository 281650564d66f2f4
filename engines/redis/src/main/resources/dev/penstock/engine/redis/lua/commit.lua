-- commit: the whole of Engine.commit, but for what can be checked without the engine.
-- Arguments: job, number, fence, worker, attempt, kind of step, then what the kind needs.
local function place(chunk, attempt)
  return {planned(chunk).name, chunk.number, attempt, chunk.hash:get('f')}
end

local function tell_fenced(chunk, fence, worker, attempt)
  local job = chunk.job
  if tonumber(fence) < chunk.hash:number('f') and not is_over(job) then
    anomaly(job, 'FENCED', {planned(chunk).name, chunk.number, attempt, fence}, nil, nil, worker)
    changed(job)
  end
end

local commit, die
do
-- A tally as the engine sends it: ok, repaired, rejected, duplicates, those that pass, all.
local function tally_of(args, at)
  return {ok = args[at], repaired = args[at + 1], rejected = args[at + 2], duplicates = args[at + 3],
    passed = args[at + 4], all = args[at + 5], dead = '0'}
end

-- Spawns, one after the other: group, payload, ok, repaired, duplicates, items, gate, weight, cost.
local function spawns_of(args, from)
  local spawns = {}
  for i = from, #args, 9 do
    spawns[#spawns + 1] = {group = args[i], payload = args[i + 1], ok = args[i + 2], repaired = args[i + 3],
      duplicates = args[i + 4], items = args[i + 5], gate = args[i + 6], weight = args[i + 7], cost = args[i + 8]}
  end
  return spawns
end

-- Counts the items that a START stage found to those that its job has: the last check and the first change. False: there
-- are more than can be counted.
local function find(chunk, tally)
  if planned(chunk).edge ~= 'START' then
    return true
  end
  local hash = chunk.job.hash
  local before, more_items = hash:number('in'), tonumber(tally.all)
  if before < EXACT and more_items < EXACT then
    hash:set('in', before + more_items)
    return true
  end
  local got = redis.pcall('HINCRBY', hash.key, 'in', tally.all)
  if type(got) == 'table' and got.err then
    return false
  end
  hash.values['in'] = redis.call('HGET', hash.key, 'in')
  return true
end

-- What done and checkpoint have in common: items leave the stage and go on, or do not.
local function book(chunk, tally, rejects, spawns)
  local job = chunk.job
  settle_items(job, chunk.stage, tally)
  if planned(chunk).barrier then
    wait_at_barrier(job, seat_of(chunk.round, chunk.stage, chunk.group), tally)
  end
  for i = 1, #spawns do
    spawns[i].group = admit_group(chunk, spawns[i])
  end
  spawn(job, chunk.stage + 1, chunk.round, spawns)
  if rejects ~= '' then
    local key = key_of(job, 'rj')
    redis.call('ZADD', key, chunk.number, string.format('%08d', redis.call('ZCARD', key)) .. rejects)
  end
end

-- Why a step that adds up by itself is refused all the same, or nil. exact: the step must deal with the whole load.
local function refusal(chunk, tally, spawns, exact)
  local load = integer(chunk.hash:get('li'))
  if planned(chunk).edge ~= 'START' and (exact and tally.all ~= load or more(tally.all, load)) then
    return {'LOAD', load}
  end
  local group = foreign_group(chunk, spawns)
  if group then
    return {'GROUP', group}
  end
  if not find(chunk, tally) then
    return {'COUNT'}
  end
end

local function keep_results(job, packed)
  local results, key = unpacked(packed), key_of(job, 'rs')
  for i = 1, #results, 2 do
    local before = redis.call('HGET', key, results[i])
    local index = before and string.match(before, '^%d+') or redis.call('HLEN', key)
    redis.call('HSET', key, results[i], index .. ':' .. results[i + 1])
  end
end

local steps = {}

-- Tally, rejects, results, spawns.
function steps.done(chunk, args)
  local tally, spawns = tally_of(args, 10), spawns_of(args, 18)
  local refused = refusal(chunk, tally, spawns, true)
  if refused then
    return refused
  end
  book(chunk, tally, args[16], spawns)
  keep_results(chunk.job, args[17])
  move_done(chunk)
  chunk_closed(chunk)
end

-- Tally, rejects, number and cursor, spawns. The last one that is made again is applied already.
function steps.checkpoint(chunk, args)
  local tally, spawns, hash = tally_of(args, 10), spawns_of(args, 19), chunk.hash
  local there, number = hash:number('cn'), tonumber(args[17])
  if number == there then
    return {'APPLIED'}
  elseif number ~= there + 1 then
    return {'ORDER', there}
  end
  local refused = refusal(chunk, tally, spawns, false)
  if refused then
    return refused
  end
  book(chunk, tally, args[16], spawns)
  if planned(chunk).edge ~= 'START' then
    hash:items('li', '-' .. tally.all)
    hash:set('lo', hash:get('li'))
    hash:set('lr', 0)
    hash:set('ld', 0)
  end
  forget_progress(chunk)
  hash:set('cn', number)
  hash:set('cu', args[18])
  hash:set('a', 0)
  hash:set('k', 0)
end

die = function(chunk, code, detail, attempt)
  local job, hash = chunk.job, chunk.hash
  local items = integer(hash:get('li'))
  hash:set('pc', code)
  hash:set('pd', detail)
  settle_items(job, chunk.stage, all_dead(items))
  move(chunk, 'x')
  anomaly(job, 'DEAD', place(chunk, attempt), code, detail, items)
  if planned(chunk).edge == 'START' then
    closed(chunk)
    fail_job(job, code, detail)
  else
    chunk_closed(chunk)
  end
end

-- Failures so far as the engine knew them, code, detail, wait in microseconds, gate to pause or '', until when.
function steps.retry(chunk, args)
  local job, hash = chunk.job, chunk.hash
  local failures = hash:number('a') + 1
  if failures ~= tonumber(args[10]) then
    return {'AGAIN'}
  end
  local code, detail, wait = args[11], args[12], tonumber(args[13])
  if args[14] ~= '' then
    pause_gate(args[14], math.min(now + args[15], NEVER))
  end
  hash:set('a', failures)
  if failures >= planned(chunk).attempts then
    die(chunk, code, detail, failures)
    return
  end
  hash:set('pc', code)
  hash:set('pd', detail)
  job.hash:add(chunk.stage .. 't', 1)
  anomaly(job, 'RETRY', place(chunk, failures), code, detail, wait)
  if wait > 0 then
    hash:set('un', now + wait)
    move(chunk, 'w', now + wait)
  else
    move(chunk, 'r')
  end
end

function steps.dead(chunk, args)
  local failures = chunk.hash:add('a', 1)
  die(chunk, args[10], args[11], failures)
end

function steps.release(chunk)
  move(chunk, 'r')
end

-- Code, detail, suspect, ok and repaired of all parts, parts. They come first, so that no barrier finds the chunk gone and
-- nothing in its place.
function steps.split(chunk, args)
  local job, hash = chunk.job, chunk.hash
  if args[13] ~= integer(hash:get('lo')) or args[14] ~= integer(hash:get('lr')) then
    return {'PARTS', integer(hash:get('lo')), integer(hash:get('lr')), integer(hash:get('ld') or 0)}
  end
  local parts = spawns_of(args, 15)
  job.hash:add(chunk.stage .. 't', 1)
  anomaly(job, 'SPLIT', place(chunk, hash:number('a') + 1), args[10], args[11], #parts)
  for i = 1, #parts do
    parts[i].group = chunk.group
    if parts[i].gate == '' and hash:get('tg') then
      parts[i].gate, parts[i].weight = hash:get('tg'), integer(hash:get('tw'))
    end
  end
  local suspect = parts[args[12] + 1]
  suspect.attempts = math.min(hash:number('a') + 1, planned(chunk).attempts - 1)
  suspect.crashes = hash:number('k')
  spawn(job, chunk.stage, chunk.round, parts)
  move_done(chunk)
  chunk_closed(chunk)
end

-- The step does not add up by itself: all that is asked is whether the claim stands.
function steps.refuse()
  return {'REFUSE'}
end

commit = function(args)
  local id, number, fence = args[4], args[5], args[6]
  local hash = Hash.at(P .. ':c:' .. id .. ':' .. number):load(CHUNK)
  local job = hash.values.s and job_of(id, tonumber(hash.values.g))
  local chunk = job and chunk_in(job, number, hash)
  if not chunk then
    return {'FENCED'}
  end
  local status = chunk.hash:get('s')
  if job.hash.values.eg and (status == 'r' or status == 'w' or status == 'u') then
    return {'CANCELLED'}
  end
  if status == 'u' and integer(chunk.hash:get('f')) == fence then
    load_seats(job, chunk.round, chunk.stage, chunk.group)
    local refused = steps[args[9]](chunk, args)
    if refused then
      return refused
    end
    changed(job)
    return {'APPLIED'}
  end
  if status == 'c' then
    return {'CANCELLED'}
  end
  tell_fenced(chunk, fence, args[7], args[8])
  return {'FENCED'}
end
end
