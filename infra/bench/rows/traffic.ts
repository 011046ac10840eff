import type { Bed } from '../bed.ts'
import { type MixedTraffic, mixedTraffic } from '../traffic/mixed.ts'

const known = new WeakMap<Bed, MixedTraffic>()

/** The mixed traffic of a bed; the same stream throughout, so that no text is new twice. */
export const mixedOf = (bed: Bed): MixedTraffic => {
  const traffic = known.get(bed) ?? mixedTraffic(bed)
  known.set(bed, traffic)
  return traffic
}
