-- What every call begins and ends with. A call runs alone in Redis; what it keeps in these variables is its own.
-- Nothing is written before a verb has checked everything, because Redis does not roll back.

-- Numbers of Lua are doubles: exact up to here. Times are microseconds since 1970, and stay below it.
local EXACT = 2 ^ 52
-- Stands for a time that never comes.
local NEVER = 2 ^ 53 - 1
local GROUP = 'penstock'

-- Most values of one command: all of them lie on Lua's stack, which has 8,000 places. Even, so that pairs stay together.
local MANY = 4000

-- P: what all keys begin with. origin: the caller. now: its time, or the server's.
-- horizon: see streams.lua.
local P, origin, now, horizon
-- Hashes in hand, jobs and gates by name, changes of usage by tenant, jobs that have ended, what is to be rung, and what
-- the clocks of turns say.
local hashes, jobs, gates, usage, ended, rings, leases, unfinished, clocks

local function integer(x)
  return type(x) == 'number' and string.format('%.0f', x) or x
end

-- Texts, each with its length in front, as the engine's Packed reads them.
local function pack(...)
  local out = {}
  for i = 1, select('#', ...) do
    local s = select(i, ...)
    s = (s == nil or s == false) and '' or integer(s)
    out[#out + 1] = #s .. ':' .. s
  end
  return table.concat(out)
end

-- The same of a list of any length.
local function pack_all(list)
  local out = {}
  for i = 1, #list do
    out[i] = pack(list[i])
  end
  return table.concat(out)
end

local function unpacked(text)
  local out, at = {}, 1
  while at <= #text do
    local colon = string.find(text, ':', at, true)
    local length = tonumber(string.sub(text, at, colon - 1))
    out[#out + 1] = string.sub(text, colon + 1, colon + length)
    at = colon + length + 1
  end
  return out
end

local function server_micros()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end

-- A hash in hand: read once, written once, at the end of the call. Of a fresh one nothing is stored yet.
local Hash = {}
Hash.__index = Hash

function Hash.at(key)
  local hash = setmetatable({key = key, values = {}, dirty = {}, touched = false}, Hash)
  hashes[#hashes + 1] = hash
  return hash
end

function Hash:load(fields)
  local values = self.values
  if next(values) == nil then
    local got = redis.call('HMGET', self.key, unpack(fields))
    for i = 1, #fields do
      values[fields[i]] = got[i]
    end
    return self
  end
  local unknown = {}
  for i = 1, #fields do
    if self.values[fields[i]] == nil then
      unknown[#unknown + 1] = fields[i]
    end
  end
  if #unknown > 0 then
    local got = redis.call('HMGET', self.key, unpack(unknown))
    for i = 1, #unknown do
      self.values[unknown[i]] = got[i]
    end
  end
  return self
end

-- The value of a field, or false.
function Hash:get(field)
  local value = self.values[field]
  if value == nil then
    value = not self.fresh and redis.call('HGET', self.key, field)
    self.values[field] = value
  end
  return value
end

function Hash:number(field)
  return tonumber(self:get(field) or 0)
end

-- False takes the field out.
function Hash:set(field, value)
  self.values[field] = value
  self.dirty[field] = true
  self.touched = true
end

function Hash:add(field, change)
  local sum = self:number(field) + change
  self:set(field, sum)
  return sum
end

-- Adds a number of items, exactly, as far as 64 bits go.
function Hash:items(field, change)
  local more = tonumber(change)
  if more == 0 then
    return
  end
  local before = self:number(field)
  if before < EXACT and more < EXACT and more > -EXACT then
    self:set(field, before + more)
    return
  end
  if self.dirty[field] then
    redis.call('HSET', self.key, field, self.values[field])
    self.dirty[field] = nil
  end
  redis.call('HINCRBY', self.key, field, integer(change))
  self.values[field] = redis.call('HGET', self.key, field)
end

local function in_batches(command, key, values)
  for from = 1, #values, MANY do
    redis.call(command, key, unpack(values, from, math.min(from + MANY - 1, #values)))
  end
end

function Hash:write()
  local set, del = {}, {}
  for field in pairs(self.dirty) do
    local value = self.values[field]
    if value == false then
      del[#del + 1] = field
    else
      set[#set + 1] = field
      set[#set + 1] = value
    end
  end
  in_batches('HSET', self.key, set)
  in_batches('HDEL', self.key, del)
  self.dirty, self.touched = {}, false
end

-- The key is gone, with all that was to be written to it.
function Hash:gone()
  self.dirty, self.touched = {}, false
end

-- Arguments: the caller, its time or '', horizon and layout. A store that somebody flushed, or that came up without its
-- files, has not the layout that its users found when they came: nothing may look as if there were no jobs.
local function begin(keys, args)
  local layout
  P, origin = keys[1], args[1]
  horizon, layout = string.match(args[3], '^(%d+) (.+)$')
  horizon = tonumber(horizon)
  if redis.call('GET', P .. ':layout') ~= layout then
    error({err = 'EMPTIED'})
  end
  hashes, jobs, gates, usage, ended, leases, unfinished, clocks = {}, {}, {}, {}, {}, nil, {}, {}
  rings = {ready = {}, later = {}, changed = {}}
  now = args[2] == '' and server_micros() or tonumber(args[2])
end

local function ring_ready(at)
  rings.ready[at] = true
end

local function names(set)
  local list = {}
  for name in pairs(set) do
    list[#list + 1] = name
  end
  return list
end

-- Writes what is in hand, and tells the other processes, if there are any.
local function finish(answer)
  for i = 1, #hashes do
    if hashes[i].touched then
      hashes[i]:write()
    end
  end
  for tenant, used in pairs(usage) do
    for field, change in pairs({j = used.jobs, c = used.chunks}) do
      if change ~= 0 then
        redis.call('HINCRBY', P .. ':use', field, change)
        redis.call('HINCRBY', P .. ':use:' .. tenant, field, change)
      end
    end
  end
  local ready, changed, later = names(rings.ready), names(rings.changed), {}
  for at, time in pairs(rings.later) do
    later[#later + 1] = at
    later[#later + 1] = integer(time)
  end
  if #ready + #changed > 0 then
    local bell = P .. ':bell'
    if redis.call('PUBSUB', 'NUMSUB', bell)[2] > 1 then
      redis.call('PUBLISH', bell, pack(origin, pack_all(ready), pack_all(changed)))
    end
  end
  return {answer, ready, changed, later, unfinished}
end

-- Whether the first of two numbers of items, neither of them negative, is the greater.
local function more(a, b)
  a, b = integer(a), integer(b)
  if #a ~= #b then
    return #a > #b
  end
  return a > b
end
