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
writes('claim', claim)
writes('commit', commit)
writes('beat', beat, ROOM)
writes('dismiss', dismiss, ROOM)
writes('remove', remove, ROOM)
writes('replay', replay)
writes('tick', tick, ROOM)
writes('gate_set', gate_set, ROOM)
writes('gate_pause', gate_pause, ROOM)
writes('gate_resume', gate_resume, ROOM)
writes('gate_take', gate_take, ROOM)
reads('job', read_job)
reads('facts', read_facts)
reads('peek', peek)
reads('jobs', read_jobs)
reads('expired', expired)
reads('rejects', read_rejects)
reads('letters', read_letters)
reads('letter_keys', read_letter_keys)
reads('groups', read_groups)
reads('gauges', read_gauges)
reads('gates', gate_list)
