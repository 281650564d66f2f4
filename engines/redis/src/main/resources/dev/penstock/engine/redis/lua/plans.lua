-- Plans by digest. They never change, so what was read once stays.
local plans, planned = {}, 0

-- Stages are numbered from 0. Text: 'pipeline version' on the first line, then 'name edge attempts crashes ...' on one
-- line for each stage.
local function plan_of(digest)
  local plan = plans[digest]
  if plan then
    return plan
  end
  local text = redis.call('GET', P .. ':plan:' .. digest)
  if not text then
    return nil
  end
  local lines = string.gmatch(text, '[^\n]+')
  plan = {count = 0}
  plan.pipeline, plan.version = string.match(lines(), '^(%S+) (%S+)$')
  for line in lines do
    local name, edge, attempts, crashes = string.match(line, '^(%S+) (%S+) (%S+) (%S+)')
    local stage = {
      name = name,
      edge = edge,
      attempts = tonumber(attempts),
      crashes = tonumber(crashes),
      at = plan.pipeline .. '/' .. name,
    }
    plan[plan.count] = stage
    plan.count = plan.count + 1
  end
  for s = 0, plan.count - 1 do
    plan[s].last = s == plan.count - 1
    plan[s].barrier = not plan[s].last and plan[s + 1].edge == 'ALL'
  end
  if planned > 1000 then
    plans, planned = {}, 0
  end
  plans[digest], planned = plan, planned + 1
  return plan
end

-- Keeps a plan, and notes where its chunks will be found.
local function keep_plan(digest, text)
  redis.call('SET', P .. ':plan:' .. digest, text)
  local plan = plan_of(digest)
  for s = 0, plan.count - 1 do
    redis.call('SADD', P .. ':stages', plan[s].at)
  end
end
