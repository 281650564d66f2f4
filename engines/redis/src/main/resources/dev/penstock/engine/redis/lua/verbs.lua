-- The functions. Those that write answer {answer, stages that have something ready, jobs that changed, stages and times at
-- which to look again}; an answer of 'PLAN' asks for a plan and changed nothing.
local function writes(name, verb, flags)
  redis.register_function({
    function_name = '@NAME@_' .. name,
    callback = function(keys, args)
      begin(keys, args)
      local answer = verb(args)
      settle_ended()
      return finish(answer)
    end,
    flags = flags or {},
  })
end

local function reads(name, verb)
  redis.register_function({
    function_name = '@NAME@_' .. name,
    callback = function(keys, args)
      begin(keys, args)
      return verb(args)
    end,
    flags = {'no-writes'},
  })
end

-- What ends work or keeps leases may run in a full Redis: it is the way out.
local ROOM = {'allow-oom'}

writes('plan', function(args)
  keep_plan(args[4], args[5])
  return 'OK'
end)
writes('submit', submit)
writes('claim', claim, ROOM)
-- One that puts up more than it closes waits until there is room; every other one makes some.
writes('commit', commit, ROOM)
writes('commit_more', commit)
writes('beat', beat, ROOM)
writes('dismiss', dismiss, ROOM)
writes('remove', remove, ROOM)
writes('replay', replay)
writes('come', come, ROOM)
writes('go_on', go_on, ROOM)
writes('tick', tick, ROOM)
writes('gate_set', gate_set, ROOM)
writes('gate_pause', gate_pause, ROOM)
writes('gate_resume', gate_resume, ROOM)
writes('gate_take', gate_take, ROOM)
reads('job', read.job)
reads('facts', read.facts)
reads('peek', read.peek)
reads('jobs', read.jobs)
reads('expired', read.expired)
reads('rejects', read.rejects)
reads('letters', read.letters)
reads('letter_keys', read.letter_keys)
reads('groups', read.groups)
reads('gauges', read.gauges)
reads('gates', gate_list)
