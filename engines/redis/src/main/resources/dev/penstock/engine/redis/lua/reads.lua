-- What is read: each job and each page in one call, so that it is a picture of one moment. Longer lists are read page by
-- page: an answer begins with where to go on, '' at the end, so that no call looks at more than so many or tells more
-- than so much.
local read = {}
do
local PAGE = 200
local MOST_SEEN = 2000
local MOST_BYTES = 2 ^ 20

local function job_view(id)
  local fields = redis.call('HGETALL', P .. ':j:' .. id)
  if #fields == 0 then
    return nil
  end
  return {id, fields, redis.call('HGETALL', P .. ':rs:' .. id)}
end

-- job: id.
function read.job(args)
  return job_view(args[4]) or {}
end

-- facts: plan, tenant and inputs of a job.
function read.facts(args)
  local job = job_of(args[4])
  return job and job_facts(job) or {}
end

-- peek: status, fence and failures of a chunk.
function read.peek(args)
  local chunk = redis.call('HMGET', P .. ':c:' .. args[4] .. ':' .. args[5], 's', 'f', 'a')
  return {chunk[1] or '', chunk[2] or '', chunk[3] or ''}
end

-- A tenant's jobs of one state, the newest first.
local function newest(key, before)
  local list, at, max = {}, 0, before == '' and '+' or '(' .. before
  local function head()
    if at == #list then
      list, at = redis.call('ZREVRANGEBYLEX', key, max, '-', 'LIMIT', 0, PAGE), 0
      if #list == 0 then
        return nil
      end
      max = '(' .. list[#list]
    end
    return list[at + 1]
  end
  return {head = head, step = function() at = at + 1 end}
end

local function matches(id, pipeline, ended_before)
  if pipeline == '' and ended_before == '' then
    return true
  end
  local facts = redis.call('HMGET', P .. ':j:' .. id, 'pl', 'en')
  return (pipeline == '' or plan_of(facts[1]).pipeline == pipeline)
    and (ended_before == '' or (facts[2] and tonumber(facts[2]) < tonumber(ended_before)))
end

-- jobs: tenant, pipeline or '', letters of states, before or '', ended before or '', limit.
function read.jobs(args)
  local tenant, pipeline, states, ended_before = args[4], args[5], args[6], args[8]
  local limit, seen, bytes = math.min(PAGE, tonumber(args[9])), 0, 0
  local lists, found = {}, {}
  for state in string.gmatch(states, '.') do
    lists[#lists + 1] = newest(P .. ':js:' .. state .. ':' .. tenant, args[7])
  end
  local id
  while #found < limit do
    local first
    for i = 1, #lists do
      local id = lists[i].head()
      if id and (not first or id > first.head()) then
        first = lists[i]
      end
    end
    if not first then
      return {'', found}
    end
    id = first.head()
    first.step()
    seen = seen + 1
    if matches(id, pipeline, ended_before) then
      found[#found + 1] = job_view(id)
      bytes = bytes + redis.call('HSTRLEN', P .. ':j:' .. id, 'pi') + redis.call('HSTRLEN', P .. ':j:' .. id, 'i')
    end
    if seen >= MOST_SEEN or bytes > MOST_BYTES then
      break
    end
  end
  return {id, found}
end

-- expired: ended before, how many, how many to look at.
function read.expired(args)
  local ids = redis.call('ZRANGEBYSCORE', P .. ':ended', '-inf', '(' .. args[4], 'LIMIT', 0, tonumber(args[6]))
  table.sort(ids)
  local first = {}
  for i = 1, math.min(#ids, tonumber(args[5])) do
    first[i] = ids[i]
  end
  return first
end

-- rejects: job, after which chunk, of how many chunks. Number and text, one after the other.
function read.rejects(args)
  local key, most, out, chunks, last = P .. ':rj:' .. args[4], tonumber(args[6]), {}, 0, nil
  local min, from = '(' .. args[5], 0
  while true do
    local page = redis.call('ZRANGEBYSCORE', key, min, '+inf', 'WITHSCORES', 'LIMIT', from, PAGE)
    for i = 1, #page, 2 do
      if page[i + 1] ~= last then
        last, chunks = page[i + 1], chunks + 1
        if chunks > most then
          return out
        end
      end
      out[#out + 1] = page[i + 1]
      out[#out + 1] = string.sub(page[i], 9)
    end
    if #page < 2 * PAGE then
      return out
    end
    from = from + PAGE
  end
end

-- Calls back with the dead letters of a query, in order, until it answers false or has seen enough; where to go on.
-- Arguments: tenant, job or '', pipeline or '', stage or '', code or '', after: job or '' and number; limit; where to go on.
local function each_letter(args, call)
  local tenant, id, pipeline, stage, code = args[4], args[5], args[6], args[7], args[8]
  local min, max = '-', '+'
  if id ~= '' then
    min, max = '[' .. id .. '/', '(' .. id .. '0'
  end
  if args[9] ~= '' then
    -- '0' follows '/': behind all that begins with this chunk.
    local after = args[9] .. '/' .. padded(tonumber(args[10])) .. '0'
    if min == '-' or after > string.sub(min, 2) then
      min = '[' .. after
    end
  end
  if args[12] ~= '' then
    min = '(' .. args[12]
  end
  local seen = 0
  while true do
    local page = redis.call('ZRANGEBYLEX', P .. ':dl:' .. tenant, min, max, 'LIMIT', 0, PAGE)
    for i = 1, #page do
      local job, number, p, s, c = string.match(page[i], '^([^/]*)/(%d+)/([^/]*)/([^/]*)/(.*)$')
      if (pipeline == '' or p == pipeline) and (stage == '' or s == stage) and (code == '' or c == code) then
        if not call({job = job, number = integer(tonumber(number)), pipeline = p, stage = s, code = c}) then
          return page[i]
        end
      end
    end
    if #page < PAGE then
      return ''
    end
    seen = seen + #page
    if seen >= MOST_SEEN then
      return page[#page]
    end
    min = '(' .. page[#page]
  end
end

-- letters: a query and its limit.
function read.letters(args)
  local found, limit, bytes = {}, math.min(PAGE, tonumber(args[11])), 0
  local last = each_letter(args, function(letter)
    local chunk = redis.call('HMGET', P .. ':c:' .. letter.job .. ':' .. letter.number,
      'lo', 'lr', 'ld', 'in', 'pd', 'a', 'k', 'si')
    found[#found + 1] = {letter.job, letter.stage, letter.number, letter.code, unpack(chunk)}
    bytes = bytes + #(chunk[4] or '') + #(chunk[5] or '')
    return #found < limit and bytes < MOST_BYTES
  end)
  return {last, found}
end

-- letter_keys: a query and its limit. Job and number of each letter, by the index alone.
function read.letter_keys(args)
  local found, limit = {}, tonumber(args[11])
  local last = each_letter(args, function(letter)
    found[#found + 1] = {letter.job, letter.number}
    return #found < limit
  end)
  return {last, found}
end

-- groups: a query. Counts of letters by pipeline, stage and code, with the first and the last job of each.
function read.groups(args)
  local groups, order = {}, {}
  local last = each_letter(args, function(letter)
    local key = letter.pipeline .. '/' .. letter.stage .. '/' .. letter.code
    local group = groups[key]
    if not group then
      group = {letter = letter, first = letter.job, chunks = 0, items = 0, jobs = 0, oldest = NEVER, newest = 0}
      groups[key], order[#order + 1] = group, group
    end
    local chunk = redis.call('HMGET', P .. ':c:' .. letter.job .. ':' .. letter.number, 'li', 'si')
    local since = tonumber(chunk[2])
    group.chunks, group.items = group.chunks + 1, group.items + chunk[1]
    group.oldest, group.newest = math.min(group.oldest, since), math.max(group.newest, since)
    -- Letters come by job.
    if group.job ~= letter.job then
      group.job, group.jobs = letter.job, group.jobs + 1
    end
    return true
  end)
  local out = {}
  for i = 1, #order do
    local g = order[i]
    out[i] = {g.letter.pipeline, g.letter.stage, g.letter.code, integer(g.chunks), integer(g.items), integer(g.jobs),
      integer(g.oldest), integer(g.newest), g.first, g.job}
  end
  return {last, out}
end

-- gauges: of each stage how many chunks wait, run and are dead, and now; then version, ready ones and since when the oldest
-- is, for each version of which some are ready.
function read.gauges()
  local stages, out = redis.call('SMEMBERS', P .. ':stages'), {}
  for i = 1, #stages do
    local stage = stage_key(stages[i])
    local gauge = {stages[i], redis.call('ZCARD', stage .. ':due'), redis.call('SCARD', stage .. ':run'),
      tonumber(redis.call('HGET', stage, 'dead') or 0), integer(now)}
    local versions = redis.call('SMEMBERS', stage .. ':vs')
    for v = 1, #versions do
      local age = turns.shelf(stage, versions[v]) .. ':age'
      local oldest = redis.call('ZRANGE', age, 0, 0, 'WITHSCORES')
      gauge[#gauge + 1] = versions[v]
      gauge[#gauge + 1] = redis.call('ZCARD', age)
      gauge[#gauge + 1] = integer(tonumber(oldest[2] or now))
    end
    out[i] = gauge
  end
  return out
end
end
