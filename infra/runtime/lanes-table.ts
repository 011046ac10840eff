/** What stands in a lane. `started` turns true when its effect runs. */
export interface InLane {
  readonly lane: string
  readonly started: boolean
}

/**
 * One entry per lane with work: the head runs or is next to run, the others wait behind it. A head that has started
 * keeps its lane until it settles, whoever owns the partition by then.
 */
export type LaneTable<T extends InLane> = Map<string, { head: T; waiting: T[] }>

/** Queues an item in its lane. True when it is the head, which is then to be run. */
export const enter = <T extends InLane>(table: LaneTable<T>, item: T): boolean => {
  const lane = table.get(item.lane)
  if (!lane) {
    table.set(item.lane, { head: item, waiting: [] })
    return true
  }
  lane.waiting.push(item)
  return false
}

/** The head of a lane has settled. Returns the new head, which is then to be run. */
export const leave = <T extends InLane>(table: LaneTable<T>, name: string): T | null => {
  const lane = table.get(name)
  const head = lane?.waiting.shift()
  if (lane && head) {
    lane.head = head
    return head
  }
  table.delete(name)
  return null
}

/** Takes items out of the lanes when their partition is lost. Returns the new heads, which are then to be run. */
export type DropRule = <T extends InLane>(table: LaneTable<T>, lost: (item: T) => boolean) => T[]

/** Drops what has not started. What runs keeps its lane, or a quick re-assign would run one key twice at once. */
export const dropUnstarted: DropRule = (table, lost) => {
  const heads = []
  for (const [name, lane] of table) {
    lane.waiting = lane.waiting.filter(item => !lost(item))
    if (lane.head.started || !lost(lane.head)) continue
    const head = leave(table, name)
    if (head) heads.push(head)
  }
  return heads
}
