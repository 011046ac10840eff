/** Why a warming asks no more questions: all have their answers, or its money or its time is spent. */
export const endings = ['done', 'budget', 'time'] as const

/** How a warming has ended: the `detail` of its last TaskChanged. */
export interface WarmingEnd {
  readonly ended: (typeof endings)[number]
  /** 10^-12 USD. */
  readonly spentPicoUsd: number
}

export const detailOf = (end: WarmingEnd): string => JSON.stringify(end)

/** What `detailOf` has written; null for a warming that goes on. */
export const endOf = (detail: string | null): WarmingEnd | null =>
  detail === null ? null : (JSON.parse(detail) as WarmingEnd)
