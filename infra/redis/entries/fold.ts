import type { Commands } from '../client.ts'
import { runScript, type Script } from '../scripts.ts'
import type { Change } from './change.ts'
import { headBytes, headFormat, packEntry } from './frame.ts'
import type { Mark } from './marks.ts'

/**
 * Folds one event into one key. What is older than the last event folded changes nothing, so what a removal leaves behind
 * (its offset) must outlive every write that may still be under way: a write whose batch began longer than `horizon` ago
 * is refused, and the traces stay for `grace`, which is longer.
 */
const fold: Script = {
  name: 'turnstreamEntryFold',
  lua: `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local op, generation, offset = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
if now - ARGV[4] > tonumber(ARGV[5]) then return 'late' end
local kind, held, hot, epoch, exact, expires, hotUntil, stored, body = 'N', 0, 0, -1, 0, 0, 0, 0, ''
local old = redis.call('GET', KEYS[1])
if old and #old >= ${headBytes} then
  local k, flags, g, o, p, x, e, h, s, at = struct.unpack('${headFormat}', old)
  if g > generation then return 'stale' end
  if g == generation then
    if o >= offset then return 'known' end
    kind, held, hot, epoch, exact, expires, hotUntil, stored, body = k, flags % 2, math.floor(flags / 2), p, x, e, h, s, string.sub(old, at)
  end
end
local function take()
  kind, epoch, exact, expires, stored, body = 'E', tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11]), ARGV[12]
end
if op == 'store' then
  if held == 0 then take() end
elseif op == 'drop' then
  if ARGV[7] == '1' then held = 1 end
  local known = kind == 'E' or kind == 'X'
  local follows = ARGV[8] ~= '' and epoch >= tonumber(ARGV[8])
  local younger = ARGV[9] ~= '' and stored > tonumber(ARGV[9])
  if not (known and (follows or younger)) then kind = 'T' end
elseif op == 'restore' then
  held = 0
  if kind == 'N' then kind = 'T' end
else
  local untilMs = tonumber(ARGV[7])
  if untilMs > 0 and (kind == 'N' or kind == 'X') then
    if not ARGV[8] then return 'cold' end
    take()
  end
  if kind == 'E' then
    hotUntil = untilMs
    hot = untilMs > 0 and 1 or 0
  end
  if kind == 'N' then return 'none' end
end
local shown = exact
if hot == 1 then shown = math.max(exact, math.min(hotUntil, expires)) end
if kind == 'E' and shown <= now then kind = 'X' end
if kind ~= 'E' then shown, hot, hotUntil, body = 0, 0, 0, '' end
local value = struct.pack('${headFormat}', kind, held + 2 * hot, generation, offset, epoch, exact, expires, hotUntil, stored) .. body
if held == 1 then
  redis.call('SET', KEYS[1], value)
else
  redis.call('SET', KEYS[1], value, 'PXAT', string.format('%.0f', math.max(shown, now) + ARGV[6]))
end
return 'folded'`,
}

/**
 * folded: done; known: a later event was folded before; late: the batch is too old to be written; stale: the generation has
 * gone; cold: what is to become hot is not here; none: what is to become cold is not here.
 */
export type FoldResult = 'folded' | 'known' | 'late' | 'stale' | 'cold' | 'none'

/** How old the look may be on which a write is based, ms. */
const horizonMs = 10_000
/** How long what is gone leaves a trace, ms. */
export const graceMs = 60_000

const argumentsOf = (change: Change, content: Buffer | null): (string | number | Buffer)[] => {
  switch (change.kind) {
    case 'store': {
      const { policyEpoch, exactExpiresAtMs, expiresAtMs, storedAtMs } = change.entry
      return ['', policyEpoch, exactExpiresAtMs, expiresAtMs, storedAtMs, content!]
    }
    case 'drop':
      return [change.review ? 1 : 0, change.spares ?? '', change.storedBy ?? '']
    case 'restore':
      return []
    case 'heat':
      return [change.untilMs ?? 0]
  }
}

/** Folds a change into the entry at `key`, on the ground of what its mark was when the batch began. */
export const foldChange = (
  redis: Commands,
  key: string,
  change: Change,
  offset: bigint,
  { generation, atMs }: Mark,
): Promise<FoldResult> => {
  const content = change.kind === 'store' ? packEntry(change.entry) : null
  const head = [change.kind, String(generation), String(offset), String(atMs), horizonMs, graceMs]
  return runScript(redis, fold, key, [...head, ...argumentsOf(change, content)]) as Promise<FoldResult>
}

/** Makes an entry hot that only the cold layer has. */
export const foldCold = (
  redis: Commands,
  key: string,
  entry: Extract<Change, { kind: 'store' }>['entry'],
  untilMs: number,
  offset: bigint,
  { generation, atMs }: Mark,
): Promise<FoldResult> => {
  const { policyEpoch, exactExpiresAtMs, expiresAtMs, storedAtMs } = entry
  const head = ['heat', String(generation), String(offset), String(atMs), horizonMs, graceMs, untilMs]
  const content = [
    policyEpoch,
    exactExpiresAtMs,
    expiresAtMs,
    storedAtMs,
    packEntry({ ...entry, vector: null, answerVector: null }),
  ]
  return runScript(redis, fold, key, [...head, ...content]) as Promise<FoldResult>
}
