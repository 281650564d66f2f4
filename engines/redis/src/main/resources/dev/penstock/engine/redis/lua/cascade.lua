-- What follows when a chunk has closed: barriers that fire, stages that are complete, the end of the job.

-- Puts up new chunks of one stage and round, in their order. Each: group, payload, ok, repaired, duplicates, items, gate,
-- weight, cost; attempts and crashes where it has some behind it.
local function spawn(job, stage, round, spawns)
  if #spawns == 0 then
    return
  end
  local first, lines, seats, numbers = job.hash:number('nx'), {}, {}, {}
  for i = 1, #spawns do
    local each, number = spawns[i], first + i
    local args = {P .. ':c:' .. job.id .. ':' .. integer(number), 's', 'r', 'g', stage, 'gr', each.group, 'ro', round,
      'li', each.items, 'lo', each.ok, 'lr', each.repaired, 'ld', each.duplicates, 'in', each.payload, 'f', 0,
      'a', each.attempts or 0, 'k', each.crashes or 0, 'si', now}
    if each.gate and each.gate ~= '' then
      args[#args + 1], args[#args + 2], args[#args + 3], args[#args + 4] = 'tg', each.gate, 'tw', each.weight
    end
    if each.cost and each.cost ~= '1' then
      args[#args + 1], args[#args + 2] = 'co', each.cost
    end
    redis.call('HSET', unpack(args))
    numbers[i] = number
    local toll = each.gate and each.gate ~= '' and toll_of(each.gate, each.weight) or ''
    lines[toll] = lines[toll] or {}
    table.insert(lines[toll], number)
    if #seats == 0 or seats[#seats].group ~= each.group then
      seats[#seats + 1] = {group = each.group, chunks = 0}
    end
    seats[#seats].chunks = seats[#seats].chunks + 1
  end
  redis.call('SADD', key_of(job, 'o'), unpack(numbers))
  for i = 1, #seats do
    opened(job, round, stage, seats[i].group, seats[i].chunks)
  end
  job.hash:set('nx', first + #spawns)
  job.hash:add(stage .. 'r', #spawns)
  for toll, list in pairs(lines) do
    line_up(job, stage, toll, list)
  end
end

local function fail_job(job, code, detail)
  begin_ending(job, 'f', code, detail)
end

-- Fails a job that has lost more than it may; whether it did.
local function fails_beyond_tolerance(job)
  local hash = job.hash
  local bad = hash:number('rj') + hash:number('de')
  local most = hash:get('ti')
  local many = bad >= EXACT and bad > tonumber(most) or bad < EXACT and more(bad, most)
  if many or bad > tonumber(hash:get('ts')) * hash:number('in') then
    fail_job(job, 'job.beyond_tolerance', '\0' .. pack(hash:get('rj'), hash:get('de'), hash:get('in')))
    return true
  end
  return false
end

-- All chunks have ended: well, unless nothing at all came through.
local function finish_job(job)
  local hash = job.hash
  if hash:number('in') > 0 and hash:number('ok') == 0 and hash:number('re') == 0 then
    local detail = '\0' .. pack(hash:get('in'))
    end_job(job, 'f', 'job.nothing_succeeded', detail)
    event(job, 'FAILED', nil, 'job.nothing_succeeded', detail)
  elseif not fails_beyond_tolerance(job) then
    end_job(job, 's')
    event(job, 'SUCCEEDED', nil, nil, nil, hash:get('ok'), hash:get('re'), hash:get('rj'), hash:get('de'), hash:get('du'))
  end
end

-- Whether there is something to do behind a barrier: items, or a job that has none at all.
local function opens(job, round, seat, group)
  if job.hash:number('in') > 0 then
    return job.board:number('i' .. seat) > 0
  end
  local nobody_else = group == '' and not job.hash:get('hg')
  return job.board:get('u' .. seat) or (nobody_else and job.board:get('U' .. round .. '/0'))
end

-- Fires the barrier behind a seat, once; whether the job goes on.
local function fire(job, round, stage, group)
  local board, seat = job.board, seat_of(round, stage, group)
  if not board:get('f' .. seat) and opens(job, round, seat, group) then
    if fails_beyond_tolerance(job) then
      return false
    end
    board:set('f' .. seat, 1)
    spawn(job, stage + 1, round, {{
      group = group,
      payload = 'i',
      ok = board:get('k' .. seat) or '0',
      repaired = board:get('p' .. seat) or '0',
      duplicates = board:get('l' .. seat) or '0',
      items = board:get('i' .. seat) or '0',
    }})
  end
  return true
end

-- Walks down from a seat as far as seats are complete.
local function settle(job, round, stage, group)
  if job.plan[stage].last or not complete(job, round, stage, group) or is_over(job) then
    return
  end
  if job.plan[stage].barrier and not fire(job, round, stage, group) then
    return
  end
  settle(job, round, stage + 1, group)
  local born = born_after(job, round, stage, group)
  for i = 1, #born do
    settle(job, round, stage + 1, born[i])
  end
end

-- Tells of stages that are complete, and ends the job when nothing is open any more.
local function conclude(job, round, stage)
  -- While chunks of this stage are open, no stage has become complete by this one.
  if job.board:number('O' .. round .. '/' .. stage) == 0 then
    for s = 0, job.plan.count - 1 do
      if newly_complete(job, round, s) then
        event(job, 'STAGE_COMPLETED', nil, nil, nil, job.plan[s].name, round)
      end
    end
  end
  if job.hash:number('op') == 0 then
    finish_job(job)
  end
end

-- Follows up a chunk that has just ended.
local function chunk_closed(chunk)
  local job, round, stage = chunk.job, chunk.round, chunk.stage
  closed(chunk)
  settle(job, round, stage, chunk.group)
  if is_over(job) then
    return
  end
  conclude(job, round, stage)
end
