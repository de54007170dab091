/**
 * What runs inside Redis. A script is one call with one answer for a whole batch, which costs our event loop a fraction
 * of a call an entry, and it is atomic: no other call runs in between.
 */

/**
 * Appends entries to a stream, in order. Each has the event's id, so Redis refuses one that it has; that is counted and
 * is no error. Refuses the batch when the stream does not reach up to it (it was emptied, or an earlier batch failed),
 * because a later entry would close the door behind those that are missing.
 *
 * KEYS: stream. ARGV: id before the first entry, entries kept (0 = all), and the entries as JSON, each an array of id,
 * field, value, field, value …: one long argument costs our side a tenth of many short ones. Answers appended, refused.
 */
export const APPEND = `
local function last_id()
  local info = redis.pcall('XINFO', 'STREAM', KEYS[1])
  if info.err then return '0-0' end
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then return info[i + 1] end
  end
end
local function parts(id)
  local sequence, index = string.match(id, '^(%d+)%-(%d+)$')
  return tonumber(sequence), tonumber(index)
end
local last = last_id()
local ls, li = parts(last)
local bs, bi = parts(ARGV[1])
if ls < bs or (ls == bs and li < bi) then
  return redis.error_reply('GAP the stream ends at ' .. last .. ', before ' .. ARGV[1])
end
local appended, refused = 0, 0
for _, entry in ipairs(cjson.decode(ARGV[3])) do
  local answer
  if ARGV[2] == '0' then
    answer = redis.pcall('XADD', KEYS[1], unpack(entry))
  else
    answer = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], unpack(entry))
  end
  if type(answer) == 'table' and answer.err then
    if not string.find(answer.err, 'equal or smaller', 1, true) then return answer end
    refused = refused + 1
  else
    appended = appended + 1
  end
end
return { appended, refused }`;

/** KEYS: one that is not used. ARGV: channel, message, channel, message … Answers how many messages it published. */
export const PUBLISH = `
for i = 1, #ARGV, 2 do redis.call('PUBLISH', ARGV[i], ARGV[i + 1]) end
return #ARGV / 2`;

/** KEYS: stream. ARGV: id, entries kept, seconds kept, field, value, field, value … Answers 1, or 0 where the stream has the id. */
export const APPEND_LOOSE = `
local answer = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], ARGV[1], unpack(ARGV, 4))
if type(answer) == 'table' and answer.err then
  if not string.find(answer.err, 'equal or smaller', 1, true) then return answer end
  return 0
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1`;
